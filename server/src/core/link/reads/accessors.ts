/** What a callee does with its arguments, whoever says so: an SDK, the configuration or inference. */
import type { Expression, FileFacts } from '../../facts.ts';
import type { CallSiteRole, ValueType } from '../../model.ts';
import type { ContextSpec, ReadSpec, SdkDescriptor, SetsSpec } from '../../sdks/sdk.ts';
import { asMethod, configuredFunction, configuredMethod } from '../configured.ts';
import type { ConfiguredWrapper } from '../link.ts';
import type { Derivation } from './derived-keys.ts';
import { parameterOf } from '../values/places.ts';
import type { Program } from '../program.ts';
import type { Read } from './read.ts';
import { known, type Value } from '../values/values.ts';
import type { ParameterPath } from '../values/places.ts';
import type { Wrappers } from '../wrappers/wrappers.ts';

export interface Accessor {
  readonly key: ParameterPath;
  /** Of a function of the workspace: all further arguments are keys too. */
  readonly isRest?: true;
  readonly alternative: ParameterPath | null;
  /** Of a function of the workspace: how many keys its parameter's type allows (null: any); `undefined` for all others. */
  readonly keys?: number | null;
  /** Of such a function: what it puts around the key it is given. */
  readonly before?: string;
  readonly after?: string;
  /** How the key is made of what stands there. */
  readonly derivation?: Derivation;
  readonly keyPrefixes: readonly string[];
  readonly keyEnd: string | null;
  readonly spelling: Read['spelling'];
  readonly many: ReadSpec['many'] | null;
  readonly default: ParameterPath | null;
  /** A default value can be passed, here or with each of several keys. */
  readonly takesDefault: boolean;
  readonly isAsync: boolean | null;
  /** null where it is not the call that gives it: wrappers know more than their callers. */
  readonly context: ContextSpec | null;
  /** What it sets the flag to, where it is no wrapper. */
  readonly sets: SetsSpec | null;
  readonly sdk: string;
  readonly method: string;
  readonly value: ValueType | null;
  readonly role: CallSiteRole;
  readonly via: readonly string[];
}

/** One key, in one place, as it is. */
const plain: Pick<Accessor, 'alternative' | 'keyPrefixes' | 'keyEnd' | 'spelling' | 'many' | 'sets'> = {
  alternative: null,
  keyPrefixes: [],
  keyEnd: null,
  spelling: 'exact',
  many: null,
  sets: null,
};

/** The accessors a callee is: none for most, more than one only for a wrapper that reads several flags. */
export function accessorsOf(
  program: Program,
  wrappers: Wrappers,
  file: FileFacts,
  callee: Expression,
  isNew: boolean,
): readonly Accessor[] {
  for (const option of possibilities(program, program.evaluate(file, callee))) {
    if (option.kind === 'entity') {
      const read = readOf(option.entity, isNew);
      if (read) return [sdkAccessor(option.sdk, nameOf(option), read, asyncOf(option))];
    }
    if (option.kind === 'configured') return [configuredAccessor(option.wrapper)];
    const declared = isNew ? null : configuredFunction(program, option);
    const inferred = wrappers.of(option);
    // What the code shows of the key is more than a configuration can say.
    const isMadeThere = inferred.some(({ derivation }) => derivation);
    if (declared && !isMadeThere) return [configuredAccessor(declared, isAsyncFunction(program, option) ? true : null)];
    if (inferred.length > 0)
      return inferred.map((wrapper) => ({
        ...wrapper,
        ...plain,
        takesDefault: wrapper.default !== null,
        context: null,
      }));
  }
  return isNew ? [] : configuredByName(program, file, callee);
}

/** What an assignment to a property names. */
export function assignedAccessors(program: Program, file: FileFacts, target: Expression): readonly Accessor[] {
  for (const option of possibilities(program, program.evaluate(file, target))) {
    if (option.kind === 'entity' && option.entity.kind === 'assigned')
      return [sdkAccessor(option.sdk, nameOf(option), option.entity.read, null)];
  }
  return [];
}

/** What a value may be; a parameter is what its callers pass. */
export function possibilities(program: Program, value: Value): readonly Value[] {
  return known(value).flatMap((option) => (option.kind === 'parameter' ? known(program.passed(option)) : [option]));
}

function readOf(entity: Extract<Value, { kind: 'entity' }>['entity'], isNew: boolean): ReadSpec | null {
  if (isNew) return entity.kind === 'class' ? (entity.read ?? null) : null;
  return entity.kind === 'read' || entity.kind === 'component' ? entity.read : null;
}

/** A default export goes by the name it has beside that. */
function nameOf({ sdk, entity, name }: Extract<Value, { kind: 'entity' }>): string {
  if (name !== 'default') return name;
  return Object.entries(sdk.exports).find(([other, export_]) => other !== name && export_ === entity)?.[0] ?? name;
}

/** Only functions and methods give back a value that can be awaited. */
function asyncOf({ sdk, entity }: Extract<Value, { kind: 'entity' }>): boolean | null {
  if (entity.kind !== 'read') return null;
  const { async, role = 'evaluation' } = entity.read;
  return async ?? (sdk.isSync && role === 'evaluation' ? false : null);
}

function sdkAccessor(sdk: SdkDescriptor, method: string, read: ReadSpec, isAsync: boolean | null): Accessor {
  return {
    key: parameterOf(read.key),
    alternative: read.alternative === undefined ? null : parameterOf(read.alternative),
    keyEnd: read.keyEnd ?? null,
    keyPrefixes: read.keyPrefix === undefined ? [] : [read.keyPrefix].flat(),
    spelling: read.spelling ?? 'exact',
    many: read.many ?? null,
    default: read.default === undefined ? null : parameterOf(read.default),
    takesDefault: read.default !== undefined || (typeof read.many === 'object' && read.many.default !== undefined),
    isAsync,
    context: read.context ?? null,
    sets: read.sets ?? null,
    sdk: sdk.id,
    method,
    value: read.value ?? null,
    role: read.role ?? 'evaluation',
    via: [],
  };
}

function configuredAccessor(wrapper: ConfiguredWrapper, isAsync: boolean | null = null): Accessor {
  return {
    key: parameterOf(wrapper.key),
    ...plain,
    default: wrapper.default === null ? null : { index: wrapper.default, path: [] },
    takesDefault: wrapper.default !== null,
    isAsync,
    context: null,
    sdk: 'configured',
    method: wrapper.name,
    value: wrapper.value,
    role: 'evaluation',
    via: [],
  };
}

function isAsyncFunction(program: Program, value: Value): boolean {
  return value.kind === 'function' && program.files.get(value.uri)?.functions[value.function]?.isAsync === true;
}

/** A wrapper configured without a module or owner is any function or method of that name that is not known to be something else. */
function configuredByName(program: Program, file: FileFacts, callee: Expression): readonly Accessor[] {
  if (program.configured.wrappers.size === 0) return [];
  const method = asMethod(file, callee);
  if (!method) return [];
  const wrapper =
    configuredMethod(program, file, method) ??
    program.configured.wrappers.get(method.name)?.find(({ module, owner }) => module === null && owner === undefined);
  return wrapper ? [configuredAccessor(wrapper)] : [];
}
