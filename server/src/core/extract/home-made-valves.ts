/**
 * Conditions that let a share of the load through without a flag: `Math.random() < 0.1`, `hash(userId) % 100 < percent`.
 *
 * Chance has many other uses (games, animations, jitter, made-up data), so that a condition counts only where what it is
 * compared with, what it decides and what stands around it do not speak against it.
 */
import { ts } from '@ts-morph/common';
import type { Span } from '../model.ts';
import { type Draw, drawOf, nameOf } from './draws.ts';
import { literalOf } from './literals.ts';
import { comparisons, turnedAround, useOf } from './use.ts';
import { type Surroundings, surroundingsOf } from './valve-surroundings.ts';
import { resolve, type Walk } from './walk.ts';

/** Longer conditions are cut. */
const maxText = 200;

/** Notes a comparison as a site if it is a home-made valve. */
export function noteValve(walk: Walk, node: ts.BinaryExpression, span: Span): void {
  const written = comparisons[node.operatorToken.kind];
  if (written === undefined) return;
  const leftDraw = mayDraw(node.left) ? drawOf(walk, node.left) : null;
  const rightDraw = leftDraw || !mayDraw(node.right) ? null : drawOf(walk, node.right);
  const draw = leftDraw ?? rightDraw;
  if (!draw) return;
  const threshold = leftDraw ? node.right : node.left;
  const operator = leftDraw ? written : turnedAround[written];
  const limit = limitOf(walk, threshold);
  const share = limit === null ? null : shareOf(draw, operator, limit);
  // A condition that always or never holds lets no share through; one that was meant to is compared on the wrong scale.
  const isMissed = share !== null && (share <= 0 || share >= 10_000);
  if (isMissed && !isBeyond(draw, limit)) return;

  const use = useOf(node, walk.source);
  if (use.kind !== 'condition' && use.kind !== 'returned' && use.kind !== 'assigned') return;
  const around = surroundingsOf(walk.source, node, threshold);
  const isValve =
    draw.source === 'random'
      ? opensByChance(around, operator, limit, share)
      : opensByHash(draw, around, operator, threshold, limit);
  if (!isValve || (use.kind === 'assigned' && !around.speaksFor)) return;
  if (isMissed && (!around.speaksClearlyFor || around.speaksAgainst)) return;
  const text = walk.source.text.slice(span.start, span.end).replace(/\s+/g, ' ').slice(0, maxText);
  walk.sites.push({
    expression: { kind: 'other', span },
    use,
    function: walk.function,
    valve: { text, method: draw.method, share },
  });
}

/** A look at the outside: nearly all comparisons are of something else. */
function mayDraw(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isBinaryExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node)
  );
}

function opensByChance(around: Surroundings, operator: string, limit: number | null, share: number | null): boolean {
  if (!/[<>]/.test(operator) || around.isElementTest) return false;
  if (around.speaksAgainst) return around.speaksClearlyFor;
  if (around.speaksClearlyFor) return true;
  // A coin that is tossed, data that is made up, one draw of many: nothing that says what it is for.
  if (share === 5000 || around.isMakingData || around.isRepeated || around.hasManyDraws) return false;
  return limit !== null || around.speaksFor;
}

function opensByHash(
  { source, scale }: Draw,
  around: Surroundings,
  operator: string,
  threshold: ts.Node,
  limit: number | null,
): boolean {
  if (around.speaksAgainst && !around.speaksClearlyFor) return false;
  const isRange = /[<>]/.test(operator);
  if (source === 'bucket' && scale === null)
    return isRange && limit === null && /rollout|percent|pct|traffic|exposure|canary/i.test(nameOf(threshold));
  if (source === 'unclear' || scale === null)
    return isRange && around.thresholdSpeaks && (scale === null || scale >= 10);
  // `hash % 360` is a color and `% 16` a shard: shares are counted in tenths, hundredths and so on.
  const isShare = scale === 1 || /^10+$/.test(String(scale));
  if (isRange) return isShare && (limit !== null || around.speaksFor || source !== 'id');
  if (operator !== '===' && operator !== '==') return false;
  if (limit === null || around.isRepeated) return false;
  return (isShare && scale > 1 && scale <= 1000) || (source === 'hash' && around.speaksClearlyFor);
}

/** The number compared with, where it is written here or in a constant of the file. */
function limitOf(walk: Walk, node: ts.Expression): number | null {
  const literal = literalOf(node);
  if (typeof literal === 'number') return literal;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.SlashToken) {
    const [top, bottom] = [limitOf(walk, node.left), limitOf(walk, node.right)];
    return top === null || !bottom ? null : top / bottom;
  }
  const id = ts.isIdentifier(node) ? resolve(walk, node.text) : null;
  const [value, ...more] = id === null ? [] : (walk.bindings[id]?.values ?? []);
  return value?.kind === 'number' && more.length === 0 && typeof value.value === 'number' ? value.value : null;
}

/** A number that is never drawn: `Math.random() < 5`. */
function isBeyond({ scale }: Draw, limit: number | null): boolean {
  return limit !== null && scale !== null && (limit < 0 || limit > scale);
}

/** For which share of the load `draw operator limit` holds. */
function shareOf({ scale, isInteger }: Draw, operator: string, limit: number): number | null {
  if (scale === null || scale <= 0) return null;
  const step = isInteger && scale > 1 ? 1 : 0;
  const below = Math.min(Math.max(limit, 0), scale);
  switch (operator) {
    case '<':
      return share(below / scale);
    case '<=':
      return share((below + step) / scale);
    case '>':
      return share(1 - (below + step) / scale);
    case '>=':
      return share(1 - below / scale);
    case '===':
    case '==':
      return step === 1 && limit >= 0 && limit < scale ? share(1 / scale) : null;
    default:
      return null;
  }
}

function share(part: number): number {
  return Math.round(Math.min(Math.max(part, 0), 1) * 10_000);
}
