/** Turns zod's issues about a configuration into sentences a person can act on, each with its place in the file. */
import type { z } from 'zod';
import { formatKeyPath, type ConfigDocument, type KeyPath } from './config-document.ts';
import { configurationErrorIn, maxProblems, type ConfigurationProblem } from './configuration-error.ts';
import { optionsOfChecks } from './check-schema.ts';
import { namePattern } from './control-planes.ts';
import { durationPattern } from './durations.ts';
import { checkIds } from '../core/checks/registry.ts';
import { inlineJsonSchema, type JsonSchema } from './json-schema.ts';
import { configSchema, type Config } from './schema.ts';
import { didYouMean } from './suggest.ts';

/** The document as a configuration. Throws ConfigurationError that names everything wrong in it. */
export function validateConfig(document: ConfigDocument): Config {
  const result = configSchema.safeParse(document.value);
  if (result.success) return result.data;
  const root = inlineJsonSchema();
  const problems = result.error.issues.flatMap((issue) => explain(issue, [], document, root));
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  throw configurationErrorIn(document.file, problems.slice(0, maxProblems));
}

type Issue = z.core.$ZodIssue;

function explain(issue: Issue, base: KeyPath, document: ConfigDocument, root: JsonSchema): ConfigurationProblem[] {
  const path = [...base, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  const found = valueAt(document.value, path);
  const schema = schemaAt(root, document.value, path);

  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, path, document, schema));
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    return [unknownKey(key, path.slice(0, -1), document, schemaAt(root, document.value, path.slice(0, -1)))];
  }
  if (issue.code === 'invalid_union' && isRecord(found)) {
    // Of the alternatives, only the one for objects can be meant; its own issues say more than "none fits".
    const isOfOtherType = (inner: Issue): boolean =>
      inner.path.length === 0 && (inner.code === 'invalid_type' || inner.code === 'invalid_value');
    const inner = issue.errors.find((issues) => !issues.some(isOfOtherType)) ?? [];
    if (inner.length > 0) return inner.flatMap((candidate) => explain(candidate, path, document, root));
  }
  if (issue.code === 'custom') {
    const message = `Found ${show(found)}, but ${issue.message}.`;
    return [{ ...document.placeOfValue(path), path: formatKeyPath(path), message }];
  }
  const options = discriminatorValues(issue);
  const allowed =
    options?.map((word) => JSON.stringify(word)).join(' or ') ?? (schema === null ? issue.message : describe(schema));
  const place = document.placeOfValue(path);
  const last = path.at(-1);
  if (found === undefined && typeof last === 'string') {
    const parent = path.slice(0, -1);
    const message = `${JSON.stringify(last)} is missing; it takes ${allowed}.`;
    return [{ ...place, path: formatKeyPath(parent), message }];
  }
  const guess = typeof found === 'string' ? didYouMean(found, options ?? (schema === null ? [] : words(schema))) : '';
  return [{ ...place, path: formatKeyPath(path), message: `Found ${show(found)}; allowed: ${allowed}.${guess}` }];
}

/** The values a key such as `kind` may have, where it selects among alternatives and has none of them. */
function discriminatorValues(issue: Issue): readonly string[] | null {
  if (issue.code !== 'invalid_union' || !('options' in issue) || !Array.isArray(issue.options)) return null;
  return issue.options.map(String);
}

function unknownKey(
  key: string,
  parent: KeyPath,
  document: ConfigDocument,
  schema: JsonSchema | null,
): ConfigurationProblem {
  const place = { ...document.placeOfKey([...parent, key]), path: formatKeyPath([...parent, key]) };
  const known = schema === null ? [] : keysOf(schema);
  if (parent.at(-1) === 'checks') {
    const guess = didYouMean(key, checkIds) || ` The checks are: ${[...checkIds].sort().join(', ')}.`;
    return { ...place, message: `There is no check ${JSON.stringify(key)}.${guess}` };
  }
  const check = String(parent.at(-1));
  const isOption = parent.at(-2) === 'checks' && optionsOfChecks.has(key);
  const what = isOption ? `The check ${JSON.stringify(check)} does not take this option.` : 'Unknown key.';
  const allowed = known.length === 0 ? '' : ` Allowed: ${known.filter(isMeant).join(', ')}.`;
  return { ...place, message: `${what}${isOption ? '' : didYouMean(key, known)}${allowed}` };
}

/** The schema of the value at a path; of alternatives, the one whose fixed values match, else the one for objects or lists. */
function schemaAt(root: JsonSchema, value: unknown, path: KeyPath): JsonSchema | null {
  let schema: JsonSchema | undefined = choose(root, value);
  let current = value;
  for (const [index, key] of path.entries()) {
    current = valueAt(current, [key]);
    const next: JsonSchema | undefined =
      typeof key === 'number' ? schema?.items : (schema?.properties?.[key] ?? additional(schema));
    if (next === undefined) return null;
    schema = index === path.length - 1 && !isRecord(current) ? next : choose(next, current);
  }
  return schema ?? null;
}

function additional(schema: JsonSchema | undefined): JsonSchema | undefined {
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

function choose(schema: JsonSchema, value: unknown): JsonSchema {
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches === undefined || !isRecord(value)) return schema;
  const objects = branches.filter((branch) => branch.type === 'object');
  const matching = objects.find((branch) =>
    Object.entries(branch.properties ?? {}).every(
      ([key, property]) => property.const === undefined || property.const === value[key],
    ),
  );
  return matching ?? (objects.length === 1 ? objects[0]! : schema);
}

/** The keys an object of this schema may have. */
function keysOf(schema: JsonSchema): readonly string[] {
  const named = Object.keys(schema.properties ?? {});
  const limited = (schema.propertyNames?.enum ?? []).map(String);
  return [...named, ...limited];
}

/** The fixed texts a value of this schema may be. */
function words(schema: JsonSchema): readonly string[] {
  const own = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])];
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(words);
  return [...own.filter((word) => typeof word === 'string'), ...inner];
}

/** What a value may be, for people. */
function describe(schema: JsonSchema): string {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) {
    const kinds = kindsOf(schema);
    if (kinds !== null) return `an object whose "kind" is ${kinds}`;
    return branches.map(describe).join(', or ');
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((word) => JSON.stringify(word)).join(', ');
  if (schema.pattern === durationPattern.source) return 'a duration such as "5m", "12h", "14d" or "6w"';
  if (schema.pattern === namePattern.source)
    return 'a name of up to 60 letters, digits, ".", "_" and "-" that begins with a letter or a digit';
  if (schema.format === 'uri') return 'an http(s) URL such as "https://flags.example.com"';
  switch (schema.type) {
    case 'object':
      // Of very many, a list helps nobody.
      return keysOf(schema).length === 0 || keysOf(schema).length > 15
        ? 'an object'
        : `an object with ${keysOf(schema).filter(isMeant).join(', ')}`;
    case 'array':
      return `${schema.minItems ? 'a list that is not empty, of' : 'a list of'} ${plural(schema.items)}`;
    case 'string':
      if (schema.maxLength) return `a string of 1 to ${schema.maxLength} characters`;
      return schema.minLength ? 'a string that is not empty' : 'a string';
    case 'integer':
      return schema.minimum === 0 ? 'a whole number from 0' : 'a whole number';
    case 'boolean':
      return 'true or false';
    default:
      return schema.type ?? 'any value';
  }
}

/** `$schema` is for editors. */
function isMeant(key: string): boolean {
  return key !== '$schema';
}

/** The values of `kind` that tell alternatives apart; null where it does not. */
function kindsOf({ anyOf, oneOf }: JsonSchema): string | null {
  const branches = anyOf ?? oneOf ?? [];
  const kinds = branches.map((branch) => branch.properties?.['kind']?.const).filter((kind) => kind !== undefined);
  if (branches.length === 0 || kinds.length < branches.length) return null;
  return kinds.map((kind) => JSON.stringify(kind)).join(' or ');
}

function plural(items: JsonSchema | undefined): string {
  const kinds = items && kindsOf(items);
  if (kinds) return `objects whose "kind" is ${kinds}`;
  return items?.type === 'object' ? `objects with ${keysOf(items).join(', ')}` : 'strings';
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isRecord(value)) return 'an object';
  // Somebody may have written a password into a URL.
  const text = JSON.stringify(value).replace(/\/\/[^/@\s"]*@/g, '//***@');
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let current = value;
  for (const key of path) {
    if (Array.isArray(current) && typeof key === 'number') current = current[key];
    else if (isRecord(current) && Object.hasOwn(current, key)) current = current[String(key)];
    else return undefined;
  }
  return current;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
