/**
 * Call sites for tests of what comes after extraction: no parser, just code that looks like what it stands for.
 *
 * @example
 * const file = shopFile(`
 *   // sluice-ignore-next-line stale-switch -- the old form stays
 *   client.getBooleanValue('new-checkout', false);
 * `);
 * file.callSites[0].key // { kind: 'literal', value: 'new-checkout', spelling: 'exact' }
 */
import type { CommentFact } from '../../server/src/core/facts.ts';
import { createLineIndex, type LineIndex } from '../../server/src/core/line-index.ts';
import type { CallSite, CallSiteKey, DefaultValue, JsonValue, Span, ValueType } from '../../server/src/core/model.ts';

const shopUri = 'file:///shop/src/checkout.ts';

export interface ShopFile {
  readonly uri: string;
  readonly text: string;
  readonly callSites: readonly CallSite[];
  readonly comments: readonly CommentFact[];
  readonly lineIndex: LineIndex;
}

/**
 * Reads code written for a test. The text may be indented; its first line is line 0 of the file. Understood are calls
 * `object.method(KEY, DEFAULT)` that fit on several lines, where KEY is `'a'`, `'a' | 'b'` (one of), or anything else (dynamic), and
 * the members of `flags` (`flags.newCheckout`), whose keys are camelCase. `parts` goes into every call site.
 */
export function shopFile(code: string, parts: Partial<CallSite> = {}): ShopFile {
  const text = code.replace(/^\n/, '');
  const uri = parts.uri ?? shopUri;
  const comments: CommentFact[] = [];
  for (const match of text.matchAll(/\/\/(.*)|\/\*([\s\S]*?)\*\//g)) {
    comments.push({ span: spanOf(match), text: match[1] ?? match[2] ?? '' });
  }
  const callSites: CallSite[] = [];
  // Comments become blanks of the same length, so that code in them is not read.
  const bare = comments.reduce(
    (left, { span }) =>
      left.slice(0, span.start) + left.slice(span.start, span.end).replace(/\S/g, ' ') + left.slice(span.end),
    text,
  );
  for (const match of bare.matchAll(/\b[\w.]+\.(\w+)\(\s*([^(),]+?)\s*(?:,\s*([^()]*?)\s*)?\)/g)) {
    const [whole, method = '', keyText = '', defaultText] = match;
    const keyStart = match.index + whole.indexOf(keyText, whole.indexOf('('));
    const defaultStart = defaultText === undefined ? 0 : match.index + whole.lastIndexOf(defaultText);
    callSites.push(
      callSite({
        uri,
        span: spanOf(match),
        keySpan: { start: keyStart, end: keyStart + keyText.length },
        key: keyOf(keyText),
        method,
        valueType: valueTypes.find(([word]) => method.includes(word))?.[1] ?? null,
        defaultValue: defaultText ? defaultOf(defaultText, defaultStart) : null,
        ...parts,
      }),
    );
  }
  for (const match of bare.matchAll(/\bflags\.(\w+)(?!\w*\()/g)) {
    const [whole, value = ''] = match;
    const keySpan = { start: match.index + whole.length - value.length, end: match.index + whole.length };
    callSites.push(
      callSite({
        uri,
        span: spanOf(match),
        keySpan,
        key: { kind: 'literal', value, spelling: 'camelCase' },
        sdk: 'launchdarkly-react',
        method: 'useFlags',
        ...parts,
      }),
    );
  }
  callSites.sort((left, right) => left.span.start - right.span.start);
  return { uri, text, callSites, comments, lineIndex: createLineIndex(text) };
}

/** One call site; what is not given is that of `client.getBooleanValue('new-checkout', false)` at the start of a file. */
export function callSite(parts: Partial<CallSite> = {}): CallSite {
  return {
    uri: shopUri,
    span: { start: 0, end: 45 },
    keySpan: { start: 23, end: 37 },
    key: literal('new-checkout'),
    keyDefinition: null,
    sdk: 'openfeature',
    method: 'getBooleanValue',
    valueType: 'boolean',
    defaultValue: { kind: 'known', value: false, valueType: 'boolean', span: { start: 39, end: 44 } },
    takesDefault: true,
    isAsync: true,
    context: 'elsewhere',
    via: [],
    role: 'evaluation',
    share: null,
    use: {
      kind: 'condition',
      negated: false,
      awaited: true,
      variable: null,
      branch: null,
      comparison: null,
      variableUses: [],
      inLoop: false,
      atModuleLevel: false,
      within: null,
    },
    language: 'typescript',
    inTest: false,
    ...parts,
  };
}

/** A key as written. */
export function literal(value: string): CallSiteKey {
  return { kind: 'literal', value, spelling: 'exact' };
}

/** A key as LaunchDarkly's React SDK spells it. */
export function camelCased(value: string): CallSiteKey {
  return { kind: 'literal', value, spelling: 'camelCase' };
}

/** One of several keys. */
export function oneOf(...values: readonly string[]): CallSiteKey {
  return { kind: 'one-of', values };
}

/** A key that only the running program knows. */
export function dynamic(text: string, reason = 'the template has a hole'): CallSiteKey {
  return { kind: 'dynamic', text, reason };
}

const valueTypes: readonly (readonly [word: string, type: ValueType])[] = [
  ['Boolean', 'boolean'],
  ['String', 'string'],
  ['Number', 'number'],
  ['Object', 'object'],
  ['isEnabled', 'boolean'],
];

function keyOf(text: string): CallSiteKey {
  const values = Array.from(text.matchAll(/'([^']*)'/g), (match) => match[1] ?? '');
  const rest = text.replace(/'[^']*'/g, '').replace(/[\s|]/g, '');
  const [first] = values;
  if (rest !== '' || first === undefined) return dynamic(text);
  return values.length === 1 ? literal(first) : oneOf(...values);
}

function defaultOf(text: string, start: number): DefaultValue {
  const span = { start, end: start + text.length };
  try {
    const value = JSON.parse(text.replaceAll("'", '"')) as JsonValue;
    const type = typeof value;
    const valueType = type === 'boolean' || type === 'string' || type === 'number' ? type : 'object';
    return { kind: 'known', value, valueType, span };
  } catch {
    return { kind: 'unknown', span };
  }
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}
