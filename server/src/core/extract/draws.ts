/** Expressions that give one of many equally likely numbers: a random one, or a hash of who asks, cut down to a scale. */
import { ts } from '@ts-morph/common';
import { literalOf } from './literals.ts';
import { resolve, type Walk } from './walk.ts';
import { hasWord, wordsOf } from './words.ts';

export interface Draw {
  /**
   * `random`: another one each time. `hash`, `id`: the same one for whoever asks. `bucket`: a name says that it is one of
   * these. `unclear`: the remainder of something.
   */
  readonly source: 'random' | 'hash' | 'id' | 'bucket' | 'unclear';
  /** Numbers run from 0 to this; null where the code does not show it. */
  readonly scale: number | null;
  readonly isInteger: boolean;
  /** What draws, as a reader would call it. */
  readonly method: string;
}

/** Remembers a variable that holds a draw: `const bucket = hash(userId) % 100`. */
export function noteDraw(walk: Walk, name: ts.Identifier, initializer: ts.Expression): void {
  if (!ts.isBinaryExpression(initializer) && !ts.isCallExpression(initializer)) return;
  const draw = drawOf(walk, initializer);
  const binding = draw && resolve(walk, name.text);
  if (!draw || binding === null) return;
  const isBucket = draw.source === 'unclear' && hasWord(bucketWords, name.text);
  walk.draws.set(binding, isBucket ? { ...draw, source: 'bucket' } : draw);
}

/** What an expression draws; null where it is no draw. */
export function drawOf(walk: Walk, node: ts.Node): Draw | null {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node))
    return drawOf(walk, node.expression);
  if (ts.isIdentifier(node)) {
    const binding = resolve(walk, node.text);
    return (binding === null ? undefined : walk.draws.get(binding)) ?? bucketNamed(node.text);
  }
  if (ts.isPropertyAccessExpression(node)) return bucketNamed(node.name.text);
  if (ts.isCallExpression(node)) return callDraw(walk, node);
  return ts.isBinaryExpression(node) ? binaryDraw(walk, node) : null;
}

/** The name that a call or an access goes by. */
export function nameOf(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isCallExpression(node)) return nameOf(node.expression);
  if (ts.isElementAccessExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return nameOf(node.expression);
  return '';
}

const hashWords =
  /\b(?:hash(?:ed|es|code)?(?! (?:map|set|table|tags?)\b)|murmur\w*|crc|crc32|fnv\w*|md5|sha\d*|xxh\w*|digest|checksum|adler\w*|djb2|cyrb\w*|fingerprint)\b/;
const bucketWords = /\b(?:bucket|percentile|cohort)\b/;
const idWords = /\b(?:id|uid|uuid|guid)$/;
const roundings = new Set(['floor', 'round', 'ceil', 'trunc', 'abs', 'Number', 'parseFloat']);

function callDraw(walk: Walk, node: ts.CallExpression): Draw | null {
  const { expression: callee, arguments: args } = node;
  const name = nameOf(callee);
  const [first, second] = args;
  if (roundings.has(name) && first && args.length === 1) {
    const inner = drawOf(walk, first);
    return inner && (name === 'Number' || name === 'parseFloat' ? inner : { ...inner, isInteger: true });
  }
  if (name === 'random' && ts.isPropertyAccessExpression(callee)) {
    if (nameOf(callee.expression) === 'Math' && args.length === 0)
      return { source: 'random', scale: 1, isInteger: false, method: 'Math.random' };
    return first && second ? integers(first, second, `${nameOf(callee.expression)}.random`) : null;
  }
  if (name === 'randomInt' && first) return integers(first, second, 'randomInt');
  if (!hasWord(bucketWords, name) || args.length === 0) return null;
  return { source: 'bucket', scale: null, isInteger: true, method: name };
}

function integers(first: ts.Expression, second: ts.Expression | undefined, method: string): Draw | null {
  const from = second && !ts.isArrowFunction(second) ? literalOf(first) : 0;
  const to = literalOf(second && !ts.isArrowFunction(second) ? second : first);
  if (typeof from !== 'number' || from > 1 || typeof to !== 'number') return null;
  return { source: 'random', scale: to, isInteger: true, method };
}

function binaryDraw(walk: Walk, node: ts.BinaryExpression): Draw | null {
  const { left, right } = node;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.PercentToken:
      return remainder(left, right);
    case ts.SyntaxKind.AsteriskToken: {
      const inner = drawOf(walk, left) ?? drawOf(walk, right);
      const factor = literalOf(drawOf(walk, left) ? right : left);
      if (!inner || inner.source !== 'random' || typeof factor !== 'number') return null;
      return { ...inner, scale: inner.scale === null ? null : inner.scale * factor };
    }
    case ts.SyntaxKind.SlashToken: {
      const inner = drawOf(walk, left);
      const divisor = ts.isBinaryExpression(right) ? powerOf(right) : literalOf(right);
      if (inner && inner.scale !== null && typeof divisor === 'number')
        return { ...inner, scale: inner.scale / divisor, isInteger: false };
      const source = sourceOf(left);
      // A hash over the largest number that it can be.
      if (source !== 'hash' || !(typeof divisor === 'number' ? divisor >= 2 ** 31 - 1 : /max/i.test(nameOf(right))))
        return null;
      return { source, scale: 1, isInteger: false, method: methodOf(left) };
    }
    case ts.SyntaxKind.PlusToken: {
      const inner = drawOf(walk, left);
      return inner?.isInteger && literalOf(right) === 1 ? inner : null;
    }
    default:
      return null;
  }
}

/** `2 ** 32`. */
function powerOf(node: ts.BinaryExpression): number | null {
  const [base, exponent] = [literalOf(node.left), literalOf(node.right)];
  const isPower = node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
  return isPower && typeof base === 'number' && typeof exponent === 'number' ? base ** exponent : null;
}

function remainder(dividend: ts.Expression, divisor: ts.Expression): Draw | null {
  const scale = literalOf(divisor);
  // A length cuts down to an index, not to a share.
  if (typeof scale !== 'number' && !/^[A-Z\d_]+$|bucket|percent|scale|precision/i.test(nameOf(divisor))) return null;
  return {
    source: sourceOf(dividend),
    scale: typeof scale === 'number' ? scale : null,
    isInteger: true,
    method: methodOf(dividend),
  };
}

/** What is cut down: seen through the arithmetic that makes it a positive whole number. */
function sourceOf(node: ts.Node): Draw['source'] {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node))
    return sourceOf(node.expression);
  if (ts.isAwaitExpression(node)) return sourceOf(node.expression);
  if (ts.isElementAccessExpression(node)) return sourceOf(node.expression);
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    return operator === ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken || operator === ts.SyntaxKind.BarToken
      ? sourceOf(node.left)
      : 'unclear';
  }
  const words = wordsOf(nameOf(node));
  if (hashWords.test(words)) return 'hash';
  if (bucketWords.test(words)) return 'bucket';
  if (ts.isCallExpression(node)) {
    // `murmurhash.v3(id)`.
    if (ts.isPropertyAccessExpression(node.expression) && hasWord(hashWords, nameOf(node.expression.expression)))
      return 'hash';
    const [first] = node.arguments;
    const isMethod = ts.isPropertyAccessExpression(node.expression);
    if (first && /^(?:parse ?int|number|big ?int|abs|trunc|floor)$/.test(words)) return sourceOf(first);
    // `digest.readUInt32BE(0)`, `id.slice(-2)`, `hash.digest('hex')`.
    if (isMethod && /^(?:read|slice|substr|substring|to|char|value|get|digest|at)/.test(words))
      return sourceOf((node.expression as ts.PropertyAccessExpression).expression);
    return 'unclear';
  }
  return idWords.test(words) ? 'id' : 'unclear';
}

function methodOf(node: ts.Node): string {
  const name = nameOf(node);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return methodOf(node.expression);
  if (ts.isBinaryExpression(node)) return methodOf(node.left);
  const first = ts.isCallExpression(node) ? node.arguments[0] : undefined;
  if (first && roundings.has(name)) return methodOf(first);
  return name === '' ? '%' : name;
}

function bucketNamed(name: string): Draw | null {
  return hasWord(bucketWords, name) ? { source: 'bucket', scale: null, isInteger: true, method: name } : null;
}
