/** A flagd definition file as flags. Comments and trailing commas are accepted; what cannot be read is told apart. */
import { createHash } from 'node:crypto';
import { getNodeValue, parseTree, type JSONPath, type Node, type ParseError } from 'jsonc-parser';
import { createLineIndex } from '../../core/line-index.ts';
import type { Flag, FlagKind, JsonValue, Serving, ValueType, Variant } from '../../core/model.ts';
import { metadataOf, type FlagdMetadata } from './flagd-metadata.ts';
import { plainText } from '../plain-text.ts';
import { plainFractional, servingOf } from './flagd-serving.ts';

/** One flag and where the file holds it. */
export interface FlagdEntry {
  readonly flag: Flag;
  readonly path: JSONPath;
  readonly defaultVariant: string | null;
  readonly serving: Serving;
  /** As written: a `$ref` is not replaced. */
  readonly targeting: unknown;
  /** The flag's own metadata, without the set's. */
  readonly ownMetadata: { readonly [name: string]: unknown };
}

export interface FlagdDefinition {
  readonly entries: readonly FlagdEntry[];
  /** One per flag that could not be read. */
  readonly problems: readonly string[];
  /** Metadata that is not understood; the flags are complete without it. */
  readonly notes: readonly string[];
}

/** The text is no flagd definition; the message completes "…: ". */
export class NotADefinition extends Error {}

/** Reads a definition. `environment` is the one that the file stands for. Throws NotADefinition. */
export function parseFlagd(text: string, environment: string): FlagdDefinition {
  const tree = parseDocument(text);
  const flagsNode = child(tree, 'flags');
  if (tree.type !== 'object' || flagsNode === undefined) {
    throw new NotADefinition(
      'it has no "flags"; a flagd definition is {"flags": {"new-checkout": {"state": "ENABLED", "variants": ..., "defaultVariant": "off"}}}',
    );
  }
  const evaluators = record(valueOf(child(tree, '$evaluators')));
  const setMetadata = record(valueOf(child(tree, 'metadata')));

  const entries = new Map<string, FlagdEntry>();
  const problems: string[] = [];
  const notes: string[] = [];
  const seen = new Set<string>();
  for (const { key, node, path } of flagNodes(flagsNode)) {
    const shown = plainText(key, 80) || 'a flag without key';
    try {
      if (key === '') throw new Unreadable('it has no key');
      if (seen.has(key)) {
        // Readers disagree about which one counts, so neither does.
        entries.delete(key);
        throw new Unreadable('it is there twice');
      }
      seen.add(key);
      entries.set(
        key,
        readEntry({ key, path, definition: valueOf(node), setMetadata, evaluators, environment, notes }),
      );
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problems.push(`${shown} (${error.message})`);
    }
  }
  return { entries: [...entries.values()], problems, notes };
}

class Unreadable extends Error {}

interface EntryContext {
  readonly key: string;
  readonly path: JSONPath;
  readonly definition: unknown;
  readonly setMetadata: { readonly [name: string]: unknown };
  readonly evaluators: { readonly [name: string]: unknown };
  readonly environment: string;
  readonly notes: string[];
}

function readEntry(context: EntryContext): FlagdEntry {
  const { key, path, environment } = context;
  const definition = record(context.definition);
  const { state, targeting } = definition;
  if (state !== 'ENABLED' && state !== 'DISABLED') throw new Unreadable('"state" is neither "ENABLED" nor "DISABLED"');
  const variants = Object.entries(record(definition['variants'])).map(([name, value]): Variant => ({
    name,
    value: value as JsonValue,
  }));
  if (variants.length === 0) throw new Unreadable('it has no "variants"');
  const names = new Set(variants.map(({ name }) => name));
  const defaultVariant = definition['defaultVariant'] ?? null;
  if (defaultVariant !== null && (typeof defaultVariant !== 'string' || !names.has(defaultVariant))) {
    throw new Unreadable('"defaultVariant" is none of its variants');
  }
  const resolved = resolveReference(targeting, context.evaluators);
  const serving = servingOf({ state, defaultVariant, targeting: resolved }, names);
  const valueType = typeOf(variants);
  const ownMetadata = record(definition['metadata']);
  const metadata = metadataOf({ ...context.setMetadata, ...ownMetadata }, (note) =>
    context.notes.push(`${plainText(key, 80)}: ${note}`),
  );
  return {
    path,
    defaultVariant,
    serving,
    targeting,
    ownMetadata,
    flag: toFlag({
      key,
      variants,
      valueType,
      metadata,
      serving,
      isDivided: plainFractional(resolved) !== null,
      environment,
      revision: revisionOf(definition, targeting, context.evaluators),
    }),
  };
}

interface FlagParts {
  readonly key: string;
  readonly variants: readonly Variant[];
  readonly valueType: ValueType;
  readonly metadata: FlagdMetadata;
  readonly serving: Serving;
  readonly isDivided: boolean;
  readonly environment: string;
  readonly revision: string;
}

function toFlag({ key, variants, valueType, metadata, serving, isDivided, environment, revision }: FlagParts): Flag {
  const { kind, changedAt, constantSince, ...rest } = metadata;
  return {
    key,
    kind: kind ?? kindOf(valueType, isDivided),
    ...rest,
    valueType,
    variants,
    archivedAt: null,
    // A definition cannot ask for another flag: its `$ref` names a rule that several flags share.
    prerequisites: [],
    revision,
    environments: {
      [environment]: {
        serving,
        constantSince: serving.kind === 'static' || serving.kind === 'off' ? constantSince : null,
        changedAt,
        changedBy: null,
        lastEvaluatedAt: null,
        scopes: [],
        observed: [],
      },
    },
  };
}

/** A valve stays one at 0 % and 100 %, and while it is disabled. */
function kindOf(valueType: ValueType, isDivided: boolean): FlagKind {
  if (valueType !== 'boolean') return 'variant';
  return isDivided ? 'valve' : 'switch';
}

function typeOf(variants: readonly Variant[]): ValueType {
  const types = new Set(
    variants.map(({ value }) => (value === null || typeof value === 'object' ? 'object' : typeof value)),
  );
  const [type, ...others] = [...types];
  if (others.length > 0) throw new Unreadable('its variants are of different types');
  return type as ValueType;
}

/** Changes when anything that decides this flag does, and only then: another flag in the file is no conflict. */
function revisionOf(definition: object, targeting: unknown, evaluators: object): string {
  const parts = JSON.stringify(targeting ?? null).includes('"$ref"') ? [definition, evaluators] : [definition];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function resolveReference(targeting: unknown, evaluators: { readonly [name: string]: unknown }): unknown {
  let current = targeting;
  for (const seen = new Set<string>(); ;) {
    const name = record(current)['$ref'];
    if (typeof name !== 'string') return current;
    if (seen.has(name) || !Object.hasOwn(evaluators, name)) {
      throw new Unreadable(
        `its targeting refers to ${JSON.stringify(plainText(name, 60))}, which "$evaluators" does not define`,
      );
    }
    seen.add(name);
    current = evaluators[name];
  }
}

/** `flags` is an object by key, or (in flagd's daemon) a list of objects with a `key`. */
function flagNodes(flags: Node): readonly { key: string; node: Node | undefined; path: JSONPath }[] {
  if (flags.type === 'array') {
    return (flags.children ?? []).map((node, index) => {
      const key = valueOf(child(node, 'key'));
      return { key: typeof key === 'string' ? key : '', node, path: ['flags', index] };
    });
  }
  if (flags.type !== 'object') throw new NotADefinition('"flags" is neither an object nor a list');
  return (flags.children ?? []).map((property) => {
    const key = String(property.children?.[0]?.value ?? '');
    return { key, node: property.children?.[1], path: ['flags', key] };
  });
}

function parseDocument(text: string): Node {
  if (text.trim() === '') throw new NotADefinition('it is empty');
  const errors: ParseError[] = [];
  let tree: Node | undefined;
  try {
    tree = parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // The parser recurses; the end of the stack is the only thing it throws.
    throw new NotADefinition('it is nested too deeply', { cause: error });
  }
  const [first] = errors;
  if (tree !== undefined && first === undefined) return tree;
  const { line, character } = createLineIndex(text).positionAt(first?.offset ?? 0);
  throw new NotADefinition(
    `it is not valid JSON (line ${line + 1}, column ${character + 1}); it may have been cut off`,
  );
}

/** Of a key that is there twice, JSON's last one counts. */
function child(node: Node, key: string): Node | undefined {
  return node.children?.findLast((property) => property.type === 'property' && property.children?.[0]?.value === key)
    ?.children?.[1];
}

function valueOf(node: Node | undefined): unknown {
  return node === undefined ? undefined : getNodeValue(node);
}

function record(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: unknown })
    : {};
}
