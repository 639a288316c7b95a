/** Values that stand for flags themselves: the members of `useFlags()`, and functions made from a key. */
import type { CallExpression, Expression, FileFacts, SiteFact } from '../../facts.ts';
import { possibilities } from './accessors.ts';
import type { Program } from '../program.ts';
import { elementKey } from './keys.ts';
import type { Read } from './read.ts';
import { nestedKey } from '../values/members.ts';
import { argumentAt, parameterOf, type Passed, valueOf } from '../values/places.ts';
import { own, type Place } from '../../sdks/sdk.ts';
import { unknown, type Value } from '../values/values.ts';

type InstanceValue = Extract<Value, { kind: 'instance' }>;

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
        ...keyOf(program, file, expression, option.key),
        spelling: program.rawFlagKeys ? 'exact' : flags.spelling,
        default: null,
        takesDefault: false,
        // Whoever has the flags has waited for them.
        isAsync: option.sdk.id === 'configured' ? null : false,
        context: 'elsewhere',
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
        ...ownKey(option, callee),
        spelling: 'exact',
        default: null,
        takesDefault: false,
        isAsync: reads.async ?? (option.sdk.isSync ? false : null),
        context: 'elsewhere',
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

/** A method that is a flag, or one that reads the flag which the value before it stands for. */
function methodCall(
  program: Program,
  file: FileFacts,
  site: SiteFact,
  callee: Extract<Expression, { kind: 'member' }>,
  args: readonly Expression[],
): readonly Read[] {
  for (const option of possibilities(program, program.evaluate(file, callee.object))) {
    if (option.kind !== 'instance') continue;
    const { flags, ownReads } = option.sdk.types[option.type] ?? {};
    const ownRead = option.key ? own(ownReads, callee.name) : undefined;
    const isFlag = !ownRead && flags && !flags.except?.includes(callee.name);
    const places = ownRead ?? (isFlag ? flags.calledWith : undefined);
    if (!places) continue;
    const fallback = firstPassed(args, places);
    if (!fallback && (!ownRead || places.length > 0)) continue;
    const key = ownRead ? ownKey(option, callee.object) : keyOf(program, file, callee, option.key);
    return [
      {
        site,
        ...key,
        spelling: flags?.spelling ?? 'exact',
        takesDefault: places.length > 0,
        isAsync: option.sdk.isSync ? false : null,
        context: 'elsewhere',
        default: fallback && { value: valueOf(program, file, fallback), span: fallback.expression.span },
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

/** The first of several places where something is passed; what is written at the call goes before what may be inside. */
function firstPassed(args: readonly Expression[], places: readonly Place[]): Passed | null {
  const passed = places.map((place) => argumentAt(args, parameterOf(place))).filter((found) => found !== null);
  return passed.find(({ rest }) => rest.length === 0) ?? passed[0] ?? null;
}

function ownKey({ key }: InstanceValue, expression: Expression): Pick<Read, 'key' | 'keySpan' | 'keyExpression'> {
  return { key: key ?? unknown('its key is not known'), keySpan: expression.span, keyExpression: expression };
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
  outer?: Value,
): Pick<Read, 'key' | 'keySpan' | 'keyExpression'> {
  if (expression.kind === 'index') {
    return {
      key: elementKey(program, program.evaluate(file, expression.index)),
      keySpan: expression.index.span,
      keyExpression: expression.index,
    };
  }
  const { name, nameSpan } = expression;
  return {
    key: { kind: 'strings', options: [{ value: nestedKey(outer, name), at: { uri: file.uri, span: nameSpan } }] },
    keySpan: nameSpan,
    keyExpression: null,
  };
}

/** The function that gives such a value out: `useFlags`, `flag`. */
function sourceOf({ sdk, type }: Pick<InstanceValue, 'sdk' | 'type'>): string {
  const groups = [sdk.exports, ...Object.values(sdk.types).map(({ members }) => members ?? {})];
  const named = groups.flatMap((group) => Object.entries(group));
  for (const [name, entity] of named) {
    if ((entity.kind === 'returns' && entity.type === type) || (entity.kind === 'read' && entity.returns === type))
      return name;
  }
  const [held] = named.find(([, entity]) => entity.kind === 'value' && entity.type === type) ?? [];
  if (held !== undefined) return held;
  // Flags among flags come from where those come from.
  const outer = Object.entries(sdk.types).find(([name, { flags }]) => flags?.nested === type && name !== type);
  return outer ? sourceOf({ sdk, type: outer[0] }) : type;
}
