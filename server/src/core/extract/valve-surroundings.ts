/** What stands around a condition that holds by chance, and whether it speaks for a valve. */
import { ts } from '@ts-morph/common';
import { wordsOf } from './words.ts';

export interface Surroundings {
  /** Names around it, or what it decides, speak of a share of the load. */
  readonly speaksFor: boolean;
  /** The condition itself, or the function or variable that it answers, does so in so many words. */
  readonly speaksClearlyFor: boolean;
  /** What it is compared with is named after a share. */
  readonly thresholdSpeaks: boolean;
  /** Names speak of something else that is left to chance. */
  readonly speaksAgainst: boolean;
  /** It picks elements of a list: `rows.filter(() => Math.random() < 0.1)`. */
  readonly isElementTest: boolean;
  /** It chooses between plain values. */
  readonly isMakingData: boolean;
  /** In a loop, or for each element of a list. */
  readonly isRepeated: boolean;
  readonly hasManyDraws: boolean;
}

const shareWords =
  /\b(?:rollouts?|rolled|percent|percents|percentage|percentages|pct|traffic|sampl(?:e|ed|er|ing)|canary|experiments?|variants?|variation|treatment|cohort|exposure|beta|features?|flags?|gradual|gradually|shadow|holdout|ab)\b/;
const weakShareWords = /\b(?:rate|ratio|share|fraction|threshold|weight|enabled?|use|uses|should|opt)\b/;
const otherWords =
  /\b(?:chance|chances|probability|prob|odds|luck|lucky|jitter|jittered|back ?off|delay|delays|latency|retry|retries|shuffle|shuffled|random|randomly|randomi[sz]ed?|pick|picks|colou?rs?|hue|opacity|particles?|sparkles?|confetti|glitch|twinkle|blink|flicker|noise|wiggle|animate|animation|animations|dice|coin|crit|dodge|hit|miss|enemy|enemies|player|players|monster|damage|spawn|battle|attack|loot|game|games|npc|mutate|mutation|crossover|gene|weather|simulate|simulates|simulated|simulation|simulator|synthetic|fake|faker|mock|mocked|mocks|stub|dummy|demo|seed|seeds|generate|generated|generates|generator|bot|maze|tile|tiles|card|cards|deck|quiz|lottery|winner|password|uuid|nonce|salt|velocity|sprite|canvas|chaos|typo|typos)\b/;
/** What numbers are counted or limited by. */
const otherLimits =
  /\b(?:errors?|fails?|failures?|avatars?|pages?|rows?|index|minutes?|seconds?|hours?|days?|years?|months?|length|count)\b/;
/** Fewer words count in what is decided: it is any code. */
const otherDoings =
  /\b(?:random|resolve|reject|chance|spawn|enemy|player|damage|particles?|colou?r|jitter|delay|sleep|mutate|simulated?|fake|mock|demo|glitch|animation|throw)\b/;
/** What only a part of the load is given. */
const clearDoings = /\b(?:canary|treatment|control|variant|experiment)\b/;
/** What is done for a part of the load: the new way, and what is too dear for all of it. */
const shareDoings =
  /\b(?:new|old|legacy|v2|next|beta|log|logger|track|report|metrics?|telemetry|trace|span|survey|probe|shadow)\b/;
const elementMethods = /^(?:filter|some|every|find|findIndex|findLast|sort|toSorted)$/;
const listMethods = /^(?:map|flatMap|forEach|reduce|from|times)$/;
/** Programs made of chance draw again and again. */
const manyDraws = 4;
const maxBranchText = 400;

/** `condition`: the comparison; `threshold`: what is drawn is compared with. */
export function surroundingsOf(source: ts.SourceFile, condition: ts.Node, threshold: ts.Node): Surroundings {
  const names: string[] = [];
  let nearest: string | null = null;
  let isElementTest = false;
  let isRepeated = false;
  let isMakingData = false;
  let doings = '';
  let hasBranch = false;
  let child = condition;
  for (let node = condition.parent; node; child = node, node = node.parent) {
    const text = (part: ts.Node): string => source.text.slice(part.pos, Math.min(part.end, part.pos + maxBranchText));
    if (!hasBranch && ts.isIfStatement(node) && node.expression === child) {
      doings = text(node.thenStatement);
      hasBranch = true;
    } else if (!hasBranch && ts.isConditionalExpression(node) && node.condition === child) {
      doings = `${text(node.whenTrue)} ${text(node.whenFalse)}`;
      isMakingData = isPlain(node.whenTrue) && isPlain(node.whenFalse);
      hasBranch = true;
    } else if (!hasBranch && ts.isBinaryExpression(node) && node.left === child) doings = text(node.right);
    // Further out, a condition says in what case all of this happens.
    else if (ts.isIfStatement(node) && node.expression !== child) names.push(text(node.expression).slice(0, 100));
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) hasBranch = true;
    if (ts.isIterationStatement(node, false)) isRepeated = true;
    if (ts.isCallExpression(node) && ts.isFunctionLike(child)) {
      const method = calleeName(node);
      if (elementMethods.test(method) && child.pos <= condition.pos) isElementTest ||= isAnswerOf(condition, child);
      if (elementMethods.test(method) || listMethods.test(method)) isRepeated = true;
      names.push(method);
    }
    const name = nameAt(node, child);
    if (name !== null) {
      names.push(name);
      nearest ??= name;
    }
  }
  const limit = wordsOf(threshold.getText(source));
  const around = wordsOf(names.join(' '));
  const done = wordsOf(doings);
  const answered = wordsOf(nearest ?? '');
  const speaksClearlyFor = shareWords.test(limit) || shareWords.test(answered) || clearDoings.test(done);
  return {
    speaksFor:
      speaksClearlyFor || weakShareWords.test(limit) || weakShareWords.test(answered) || shareDoings.test(done),
    speaksClearlyFor,
    thresholdSpeaks: shareWords.test(limit),
    speaksAgainst:
      otherWords.test(limit) || otherLimits.test(limit) || otherWords.test(around) || otherDoings.test(done),
    isElementTest,
    isMakingData: isMakingData && !shareDoings.test(done) && !clearDoings.test(done),
    isRepeated,
    hasManyDraws: source.text.split('Math.random(').length > manyDraws,
  };
}

/** True where a function gives the condition back as its answer. */
function isAnswerOf(condition: ts.Node, fn: ts.Node): boolean {
  for (let node = condition.parent; node && node !== fn; node = node.parent) {
    if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) return false;
  }
  return true;
}

function calleeName(node: ts.CallExpression): string {
  const callee = node.expression;
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : '';
}

/** The name of a function, a variable, a property or a class around the condition. */
function nameAt(node: ts.Node, child: ts.Node): string | null {
  if (ts.isVariableStatement(node)) {
    const declaration = node.declarationList.declarations.find(({ initializer }) => initializer === child);
    return declaration && ts.isIdentifier(declaration.name) ? declaration.name.text : null;
  }
  if (
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassLike(node)
  ) {
    const { name } = node;
    return name && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isPrivateIdentifier(name))
      ? name.text
      : null;
  }
  return null;
}

/** A value without any doing. */
function isPlain(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isPlain(node.expression);
  return (
    ts.isLiteralExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isPropertyAccessExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isIdentifier(node) ||
    (ts.isConditionalExpression(node) && isPlain(node.whenTrue))
  );
}
