/** A read in the words of the model. */
import type { FileFacts } from '../../facts.ts';
import type { CallSite, CallSiteKey, DefaultValue, JsonValue, Location } from '../../model.ts';
import { isPlayPath, isTestPath } from './test-path.ts';
import { printExpression } from './print.ts';
import type { Read } from './read.ts';
import { useAt } from './use-at.ts';
import { nowhere, stringsOf } from '../values/values.ts';

interface Surroundings {
  /** The workspace folder, ending in `/`. */
  readonly rootUri: string;
  /** Some code may set an evaluation context for all reads. */
  readonly setsContext: boolean;
}

/** The call sites that reads of a file stand for, in order of position. */
export function callSitesIn(
  file: FileFacts,
  reads: readonly Read[],
  { rootUri, setsContext }: Surroundings,
): readonly CallSite[] {
  const path = file.uri.startsWith(rootUri) ? file.uri.slice(rootUri.length) : file.uri;
  return distinct(reads)
    .filter(({ role }) => role !== 'home-made-valve' || !isPlayPath(path))
    .map((read) => callSiteOf(file, read, { path, setsContext }));
}

/** In order of position. A command that is written once and run twice is one place that names a flag. */
function distinct(reads: readonly Read[]): readonly Read[] {
  const seen = new Set<string>();
  return reads
    .toSorted((a, b) => a.keySpan.start - b.keySpan.start)
    .filter(({ keySpan, sdk, method, role, via }) => {
      const id = JSON.stringify([keySpan, sdk, method, role, via]);
      return !seen.has(id) && seen.add(id);
    });
}

function callSiteOf(
  file: FileFacts,
  read: Read,
  { path, setsContext }: Pick<Surroundings, 'setsContext'> & { readonly path: string },
): CallSite {
  return {
    uri: file.uri,
    span: read.site.expression.span,
    keySpan: read.keySpan,
    key: keyOf(file, read),
    keyDefinition: keyDefinition(file, read),
    sdk: read.sdk,
    method: read.method,
    valueType: read.value,
    defaultValue: read.default && defaultValue(read.default),
    takesDefault: read.takesDefault,
    isAsync: read.isAsync,
    context: read.context === 'unless-set' ? (setsContext ? 'elsewhere' : 'absent') : read.context,
    via: read.via,
    role: read.role,
    share: read.site.valve?.share ?? null,
    ...(read.overrideValue === undefined ? {} : { overrideValue: read.overrideValue }),
    use: useAt(file, read.site),
    language: file.language,
    inTest: isTestPath(path),
  };
}

function keyOf(file: FileFacts, read: Read): CallSiteKey {
  const { site, key, keyExpression, spelling } = read;
  const strings = stringsIn(read);
  if (strings) {
    const [first] = strings.options;
    if (first && strings.options.length === 1) return { kind: 'literal', value: first.value, spelling };
    return { kind: 'one-of', values: strings.options.map((option) => option.value) };
  }
  const text = site.valve?.text ?? (keyExpression ? printExpression(file, keyExpression) : '...');
  return { kind: 'dynamic', text, reason: reasonOf(key) };
}

function reasonOf(key: Read['key']): string {
  switch (key.kind) {
    case 'affixed':
    case 'parameter':
      return 'parameter of the function around it: the callers decide';
    case 'unknown':
      return key.reason;
    case 'either':
      return 'one of several values, not all of them known';
    case 'constant':
      return 'not a string';
    default:
      return 'not a string';
  }
}

function stringsIn({ key, isNarrow }: Read): Extract<Read['key'], { kind: 'strings' }> | null {
  return key.kind === 'strings' ? key : isNarrow ? stringsOf(key) : null;
}

function keyDefinition(file: FileFacts, read: Read): Location | null {
  const { keySpan } = read;
  const strings = stringsIn(read);
  const [first] = strings?.options ?? [];
  if (!first || strings?.options.length !== 1 || first.at === nowhere) return null;
  const isHere = first.at.uri === file.uri && first.at.span.start >= keySpan.start && first.at.span.end <= keySpan.end;
  return isHere ? null : first.at;
}

function defaultValue({ value, span }: NonNullable<Read['default']>): DefaultValue {
  const plain = plainValue(value);
  return plain === undefined
    ? { kind: 'unknown', span }
    : { kind: 'known', value: plain, valueType: typeOf(plain), span };
}

/** undefined where the value is not known, or is no value (`undefined`, `null`). */
function plainValue(value: Read['key']): JsonValue | undefined {
  if (value.kind === 'constant') return value.value ?? undefined;
  if (value.kind === 'strings') return value.options.length === 1 ? value.options[0]?.value : undefined;
  return value.kind === 'object' || value.kind === 'array' ? {} : undefined;
}

function typeOf(value: JsonValue): 'boolean' | 'string' | 'number' | 'object' {
  const type = typeof value;
  return type === 'boolean' || type === 'string' || type === 'number' ? type : 'object';
}
