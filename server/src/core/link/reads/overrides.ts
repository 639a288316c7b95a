/** What a test sets a flag to, where the code shows it. */
import type { CallExpression, Expression, FileFacts, SiteFact } from '../../facts.ts';
import type { JsonValue } from '../../model.ts';
import type { Program } from '../program.ts';
import { argumentAt, parameterOf, type Passed, valueOf } from '../values/places.ts';
import { stringsOf, type Value } from '../values/values.ts';
import type { Accessor } from './accessors.ts';

interface Call {
  readonly site: SiteFact;
  readonly args: readonly Expression[];
  /** What stands beside the key, where keys are properties. */
  readonly beside: Passed | null;
}

/** undefined where it is not seen, and for objects, of which only a part is. */
export function valueSet(
  program: Program,
  file: FileFacts,
  { site, args, beside }: Call,
  { sets, many, role }: Accessor,
): JsonValue | undefined {
  const isProperty = many === 'properties' || many === 'elements-or-properties';
  if (!sets) {
    if (role !== 'override' || !isProperty) return undefined;
    return beside ? plain(valueOf(program, file, beside)) : undefined;
  }
  switch (sets.kind) {
    case 'value':
      return sets.value;
    case 'place': {
      const passed = argumentAt(args, parameterOf(sets.at));
      return passed ? plain(valueOf(program, file, passed)) : undefined;
    }
    case 'default-variant':
      return beside ? defaultVariant(program, valueOf(program, file, beside)) : undefined;
    case 'chain':
      return chained(program, file, site.expression, sets);
  }
}

function plain(value: Value): JsonValue | undefined {
  if (value.kind === 'constant') return value.value ?? undefined;
  return value.kind === 'strings' && value.options.length === 1 ? value.options[0]?.value : undefined;
}

/** `{ variants: { on: true, off: false }, defaultVariant: 'on', disabled: false }`, unless code decides. */
function defaultVariant(program: Program, flag: Value): JsonValue | undefined {
  const disabled = program.member(flag, 'disabled');
  const isDecided =
    flag.kind === 'object' && flag.expression.properties.every(({ name }) => name !== 'contextEvaluator');
  if (!isDecided || (disabled.kind === 'constant' && disabled.value === true)) return undefined;
  const [variant, ...others] = stringsOf(program.member(flag, 'defaultVariant'))?.options ?? [];
  if (!variant || others.length > 0) return undefined;
  return plain(program.member(program.member(flag, 'variants'), variant.value));
}

/** `data.flag('new-checkout').booleanFlag().variationForAll(true)`: undefined where anything else is called on the way. */
function chained(
  program: Program,
  file: FileFacts,
  start: Expression,
  { last, between }: Extract<NonNullable<Accessor['sets']>, { kind: 'chain' }>,
): JsonValue | undefined {
  let current: Expression = start;
  for (;;) {
    const outer = callOn(file, current);
    if (outer?.callee.kind !== 'member') return undefined;
    const [argument] = outer.arguments;
    if (last.includes(outer.callee.name)) return argument && plain(program.evaluate(file, argument));
    if (!between.includes(outer.callee.name)) return undefined;
    current = outer;
  }
}

/** The call of a method of what an expression gives. */
function callOn({ sites }: FileFacts, { span }: Expression): CallExpression | undefined {
  for (const { expression } of sites) {
    if (expression.kind !== 'call' || expression.callee.kind !== 'member') continue;
    const object = expression.callee.object.span;
    if (object.start === span.start && object.end === span.end) return expression;
  }
  return undefined;
}
