/** Values that stand for flags themselves: the members of `useFlags()`, and functions made from a key. */
import type { CallExpression, Expression, FileFacts, SiteFact } from '../facts.ts';
import { possibilities } from './accessors.ts';
import type { Program } from './program.ts';
import type { Read } from './reads.ts';
import { argumentAt, parameterOf } from './places.ts';
import type { Value } from './values.ts';

type MemberExpression = Extract<Expression, { kind: 'member' | 'index' }>;

/** `flags.newCheckout`, `flags['new-checkout']`, `flags[key]`, `const { newCheckout } = flags`. */
export function flagMember(
  program: Program,
  site: SiteFact,
  expression: MemberExpression,
  file: FileFacts,
): readonly Read[] {
  const name = expression.kind === 'member' ? expression.name : null;
  for (const option of flagsIn(program, possibilities(program, program.evaluate(file, expression.object)), name)) {
    const flags = option.sdk.types[option.type]?.flags;
    if (
      !flags ||
      flags.calledWith !== undefined ||
      (expression.kind === 'member' && flags.except?.includes(expression.name))
    )
      continue;
    if (flags.listed && expression.kind === 'member' && !isListed(program, option.key, expression.name)) continue;
    return [
      {
        site,
        ...keyOf(program, file, expression),
        spelling: program.rawFlagKeys ? 'exact' : flags.spelling,
        default: null,
        sdk: option.sdk.id,
        method: sourceOf(option),
        value: null,
        role: 'evaluation',
        via: [],
      },
    ];
  }
  return [];
}

/** A copy of an object of flags may hold other things beside: these are none. */
const maxCopies = 3;

/** The values that hold flags: SDKs' own, and copies of them (`{ ...flags, ...overrides }`) that have no `name` of their own. */
export function flagsIn(
  program: Program,
  values: readonly Value[],
  name: string | null,
  copies = maxCopies,
): readonly Extract<Value, { kind: 'instance' }>[] {
  return values.flatMap((value) => {
    if (value.kind === 'instance') return [value];
    if (value.kind === 'typed' && value.identity && copies > 0)
      return flagsIn(program, program.typedAs(value.identity), name, copies - 1);
    const owner = value.kind === 'object' && copies > 0 ? program.files.get(value.uri) : undefined;
    if (value.kind !== 'object' || !owner) return [];
    const { properties } = value.expression;
    if (properties.some((property) => property.name !== null && property.name === name)) return [];
    return properties.flatMap((property) => {
      if (property.name !== null || property.computed !== null) return [];
      return flagsIn(program, possibilities(program, program.evaluate(owner, property.value)), name, copies - 1);
    });
  });
}

/** `const sale = flag({ key: 'summer-sale' }); await sale()`, `flags.summerSale({ fallback: false })`: the call reads the flag. */
export function flagCall(
  program: Program,
  file: FileFacts,
  site: SiteFact,
  { callee, arguments: args }: CallExpression,
): readonly Read[] {
  if (callee.kind === 'member') {
    const reads = methodCall(program, file, site, callee, args);
    if (reads.length > 0) return reads;
  }
  for (const option of possibilities(program, program.evaluate(file, callee))) {
    if (option.kind !== 'instance' || !option.key) continue;
    const reads = option.sdk.types[option.type]?.callReads;
    if (!reads) continue;
    return [
      {
        site,
        key: option.key,
        keySpan: callee.span,
        keyExpression: callee,
        spelling: 'exact',
        default: null,
        sdk: option.sdk.id,
        method: sourceOf(option),
        value: reads.value ?? null,
        role: 'evaluation',
        via: [],
      },
    ];
  }
  return [];
}

function methodCall(
  program: Program,
  file: FileFacts,
  site: SiteFact,
  callee: Extract<Expression, { kind: 'member' }>,
  args: readonly Expression[],
): readonly Read[] {
  for (const option of possibilities(program, program.evaluate(file, callee.object))) {
    if (option.kind !== 'instance') continue;
    const flags = option.sdk.types[option.type]?.flags;
    if (flags?.calledWith === undefined || flags.except?.includes(callee.name)) continue;
    const fallback = argumentAt(args, parameterOf(flags.calledWith));
    if (!fallback) continue;
    const value = fallback.rest.reduce(
      (object, name) => program.member(object, name),
      program.evaluate(file, fallback.expression),
    );
    return [
      {
        site,
        ...keyOf(program, file, callee),
        spelling: flags.spelling,
        default: { value, span: fallback.expression.span },
        sdk: option.sdk.id,
        method: sourceOf(option),
        value: null,
        role: 'evaluation',
        via: [],
      },
    ];
  }
  return [];
}

/** True too where the list is not known. */
function isListed(program: Program, list: Value | undefined, name: string): boolean {
  const owner = list?.kind === 'array' ? program.files.get(list.uri) : undefined;
  if (list?.kind !== 'array' || !owner) return true;
  const names = list.expression.elements.map((element) => program.evaluate(owner, element));
  return names.some((value) => value.kind !== 'strings' || value.options.some((option) => option.value === name));
}

function keyOf(
  program: Program,
  file: FileFacts,
  expression: MemberExpression,
): Pick<Read, 'key' | 'keySpan' | 'keyExpression'> {
  if (expression.kind === 'index') {
    return {
      key: program.evaluate(file, expression.index),
      keySpan: expression.index.span,
      keyExpression: expression.index,
    };
  }
  const { name, nameSpan } = expression;
  return {
    key: { kind: 'strings', options: [{ value: name, at: { uri: file.uri, span: nameSpan } }] },
    keySpan: nameSpan,
    keyExpression: null,
  };
}

/** The function that gives such a value out: `useFlags`, `flag`. */
function sourceOf({ sdk, type }: Extract<Value, { kind: 'instance' }>): string {
  const groups = [sdk.exports, ...Object.values(sdk.types).map(({ members }) => members ?? {})];
  for (const [name, entity] of groups.flatMap((group) => Object.entries(group))) {
    if ((entity.kind === 'returns' && entity.type === type) || (entity.kind === 'read' && entity.returns === type))
      return name;
  }
  return type;
}
