/** Site -> the flag reads it stands for. */
import type { Expression, FileFacts, SiteFact, ValveFact } from '../../facts.ts';
import type { JsonValue } from '../../model.ts';
import type { Program } from '../program.ts';
import { anyElement, lacks } from '../values/lists.ts';
import { argumentAt, calledThrough, type Passed, valueOf } from '../values/places.ts';
import { stringsOf, unknown, type Value } from '../values/values.ts';
import { keptRead } from '../wrappers/kept.ts';
import type { Telling } from '../wrappers/telling.ts';
import type { Wrappers } from '../wrappers/wrappers.ts';
import { type Accessor, accessorsOf, assignedAccessors, possibilities } from './accessors.ts';
import { contextOf } from './contexts.ts';
import { derive, withDerivation } from './derived-keys.ts';
import { flagCall, flagMember } from './flag-values.ts';
import { keyArgument, keysIn, whereWritten } from './keys.ts';
import { valueSet } from './overrides.ts';
import type { Read } from './read.ts';

/** All reads of a site; most sites have none, nearly all others one. */
export function readsOf(
  program: Program,
  telling: Telling,
  wrappers: Wrappers,
  file: FileFacts,
  site: SiteFact,
): readonly Read[] {
  return readsAt(program, telling, wrappers, file, site).map((read) => withDerivation(program, file, read));
}

function readsAt(
  program: Program,
  telling: Telling,
  wrappers: Wrappers,
  file: FileFacts,
  site: SiteFact,
): readonly Read[] {
  const { expression } = site;
  switch (expression.kind) {
    case 'call':
    case 'new': {
      const kept = keptRead(program, wrappers, file, site);
      if (kept) return [kept];
      if (!telling.isCallee(file, expression.callee)) return [];
      const through = calledThrough(expression.callee, expression.arguments);
      if (through && isFunction(program, file, through.callee))
        return accessorsOf(program, wrappers, file, through.callee, false).flatMap((accessor) =>
          readArguments(program, file, site, through.arguments, through.isPartial ? partial(accessor) : accessor),
        );
      const accessors = accessorsOf(program, wrappers, file, expression.callee, expression.kind === 'new');
      if (accessors.length === 0 && expression.kind === 'call') return flagCall(program, file, site, expression);
      return accessors.flatMap((accessor) => readArguments(program, file, site, expression.arguments, accessor));
    }
    case 'jsx': {
      // What a higher-order component renders is read where its result is rendered.
      const { component } = expression;
      if (component.kind === 'name' && file.bindings[component.binding]?.parameter) return [];
      if (!telling.isCallee(file, component)) return [];
      // A component is a function of one object, its attributes.
      const props: Expression = { kind: 'object', properties: expression.attributes, span: expression.span };
      return accessorsOf(program, wrappers, file, expression.component, false).flatMap((accessor) =>
        readArguments(program, file, site, [props], accessor),
      );
    }
    case 'member':
    case 'index':
      if (site.assigned) return assignmentReads(program, file, site, site.assigned);
      return telling.isFlags(file, expression.object) ? flagMember(program, site, expression, file) : [];
    default:
      return site.valve ? [homeMadeValve(site, site.valve)] : [];
  }
}

/** `config.defaultConfig = { newCheckout: false }`: a property that is assigned is like a method that is given the value. */
function assignmentReads(program: Program, file: FileFacts, site: SiteFact, assigned: Expression): readonly Read[] {
  return assignedAccessors(program, file, site.expression).flatMap((accessor) =>
    readArguments(program, file, site, [assigned], accessor),
  );
}

/** What has a method `call` of its own (a client, say) is no function. */
function isFunction(program: Program, file: FileFacts, callee: Expression): boolean {
  return possibilities(program, program.evaluate(file, callee)).some(
    ({ kind }) => kind === 'function' || kind === 'entity' || kind === 'configured',
  );
}

/** A condition that reads no flag and has no key. */
function homeMadeValve(site: SiteFact, { method, share }: ValveFact): Read {
  return {
    site,
    keySpan: site.expression.span,
    key: unknown(
      share === null
        ? 'no flag: the code lets a share of the load through'
        : 'no flag: the share is written in the code',
    ),
    keyExpression: null,
    spelling: 'exact',
    default: null,
    takesDefault: false,
    isAsync: null,
    context: 'elsewhere',
    sdk: 'home-made',
    method,
    value: 'boolean',
    role: 'home-made-valve',
    via: [],
  };
}

function readArguments(
  program: Program,
  file: FileFacts,
  site: SiteFact,
  args: readonly Expression[],
  accessor: Accessor,
): readonly Read[] {
  const { isRest, ...one } = accessor;
  if (isRest)
    return args.slice(one.key.index).flatMap((_, at) => {
      const key = { ...one.key, index: one.key.index + at };
      return readArguments(program, file, site, args, { ...one, key });
    });
  const passed = keyArgument(program, file, args, accessor);
  if (!passed) return [];
  // An options object without the key, handed to a function for which it is optional.
  const [name] = passed.rest;
  if (name !== undefined && isWithout(program, file, passed.expression, name)) return [];
  const written = whereWritten(program, file, passed);
  const fallback = accessor.default && argumentAt(args, accessor.default);
  const context = contextOf(args, accessor);
  const { sdk, method, value, role, via, spelling, takesDefault, isAsync } = accessor;
  return written
    .flatMap((found) => keysIn(program, file, found, accessor))
    .map(({ ownDefault, beside = null, ...key }) => ({
      site,
      ...key,
      ...derivedKey(program, key.key, accessor),
      ...overrideValue(valueSet(program, file, { site, args, beside }, accessor)),
      isNarrow: isNarrow(key.key, accessor),
      spelling: program.rawFlagKeys ? 'exact' : spelling,
      default: defaultOf(program, file, ownDefault ?? fallback),
      takesDefault,
      isAsync,
      context,
      sdk,
      method,
      value,
      role,
      via,
    }));
}

function overrideValue(value: JsonValue | undefined): Pick<Read, 'overrideValue'> {
  return value === undefined ? {} : { overrideValue: value };
}

/** A wrapper that makes the key of what it is given. */
function derivedKey(program: Program, key: Value, { derivation }: Accessor): Partial<Read> {
  if (!derivation) return {};
  const derived = key.kind === 'parameter' ? { derived: { parameter: key, by: derivation } } : {};
  return { key: derive(program, derivation, key), ...derived };
}

/** True where an object is seen to have no property of that name; a declared type tells only that it may have. */
function isWithout(program: Program, file: FileFacts, expression: Expression, name: string): boolean {
  const binding = expression.kind === 'name' ? file.bindings[expression.binding] : undefined;
  const values = binding && !binding.parameter && binding.values.length > 0 ? binding.values : [expression];
  return values.every((value) => lacks(program, program.evaluate(file, value), name));
}

/** A wrapper of an SDK is told by its callers what to read, whatever its type; who calls the wrapper may know more. */
function isNarrow(key: Value, { keys }: Accessor): boolean {
  const options = key.kind === 'parameter' ? stringsOf(key)?.options.length : undefined;
  // Who goes through a list reads what its type allows, however many its callers pass.
  if (options !== undefined && key.kind === 'parameter' && key.path.at(-1) === anyElement) return true;
  if (options === undefined || keys === undefined) return false;
  return keys === null || options < keys;
}

/** What is not passed yet may be passed later. */
function partial(accessor: Accessor): Accessor {
  return { ...accessor, takesDefault: false, isAsync: null, context: null };
}

function defaultOf(program: Program, file: FileFacts, passed: Passed | null): Read['default'] {
  return passed && { value: valueOf(program, file, passed), span: passed.expression.span };
}
