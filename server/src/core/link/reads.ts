/** Site -> the flag reads it stands for. */
import type { Expression, FileFacts, SiteFact } from '../facts.ts';
import type { CallSiteRole, Span, ValueType } from '../model.ts';
import type { ReadSpec, SdkDescriptor } from '../sdks/sdk.ts';
import type { Program } from './program.ts';
import { known, type KnownString, type Value } from './values.ts';
import { argumentAt, type ParameterPath, type Passed, type Wrappers } from './wrappers.ts';

/** A flag read before its key is put into words. */
export interface Read {
  readonly site: SiteFact;
  readonly keySpan: Span;
  readonly key: Value;
  /** null where the key is a member's name. */
  readonly keyExpression: Expression | null;
  readonly spelling: 'exact' | 'camelCase';
  readonly default: { readonly value: Value; readonly span: Span } | null;
  readonly sdk: string;
  readonly method: string;
  readonly value: ValueType | null;
  readonly role: CallSiteRole;
  readonly via: readonly string[];
}

/** What a callee does with its arguments, whoever says so: an SDK, the configuration or inference. */
interface Accessor {
  readonly key: ParameterPath;
  readonly keyPrefix: string | null;
  readonly default: ParameterPath | null;
  readonly sdk: string;
  readonly method: string;
  readonly value: ValueType | null;
  readonly role: CallSiteRole;
  readonly via: readonly string[];
}

/** All reads of a site; most sites have none, nearly all others one. */
export function readsOf(program: Program, wrappers: Wrappers, file: FileFacts, site: SiteFact): readonly Read[] {
  const { expression } = site;
  switch (expression.kind) {
    case 'call':
      return accessorsOf(program, wrappers, file, expression.callee).flatMap((accessor) =>
        readArguments(program, file, site, expression.arguments, accessor),
      );
    case 'jsx': {
      // A component is a function of one object, its attributes.
      const props: Expression = { kind: 'object', properties: expression.attributes, span: expression.span };
      return accessorsOf(program, wrappers, file, expression.component).flatMap((accessor) =>
        readArguments(program, file, site, [props], accessor),
      );
    }
    case 'member':
      return flagMember(program, file, site, expression.object, expression.name, {
        keySpan: expression.nameSpan,
        key: {
          kind: 'strings',
          options: [{ value: expression.name, at: { uri: file.uri, span: expression.nameSpan } }],
        },
        keyExpression: null,
      });
    case 'index':
      return flagMember(program, file, site, expression.object, null, {
        keySpan: expression.index.span,
        key: program.evaluate(file, expression.index),
        keyExpression: expression.index,
      });
    default:
      return [];
  }
}

function accessorsOf(program: Program, wrappers: Wrappers, file: FileFacts, callee: Expression): readonly Accessor[] {
  for (const option of possibilities(program, program.evaluate(file, callee))) {
    if (option.kind === 'entity' && (option.entity.kind === 'read' || option.entity.kind === 'component')) {
      return [sdkAccessor(option.sdk, option.name, option.entity.read)];
    }
    if (option.kind === 'configured') return [configuredAccessor(option)];
    const inferred = wrappers.of(option);
    if (inferred.length > 0) return inferred.map((wrapper) => ({ ...wrapper, keyPrefix: null }));
  }
  return configuredByName(program, callee);
}

/** What a value may be; a parameter is what its callers pass. */
function possibilities(program: Program, value: Value): readonly Value[] {
  return known(value).flatMap((option) => (option.kind === 'parameter' ? known(program.passed(option)) : [option]));
}

function sdkAccessor(sdk: SdkDescriptor, method: string, read: ReadSpec): Accessor {
  return {
    key: parameterOf(read.key),
    keyPrefix: read.keyPrefix ?? null,
    default: read.default === undefined ? null : parameterOf(read.default),
    sdk: sdk.id,
    method,
    value: read.value ?? null,
    role: read.role ?? 'evaluation',
    via: [],
  };
}

function configuredAccessor({ wrapper }: Extract<Value, { kind: 'configured' }>): Accessor {
  return {
    key: parameterOf(wrapper.key),
    keyPrefix: null,
    default: wrapper.default === null ? null : { index: wrapper.default, path: [] },
    sdk: 'configured',
    method: wrapper.name,
    value: wrapper.value,
    role: 'evaluation',
    via: [],
  };
}

/** A wrapper configured without a module is any function or method of that name that is not known to be something else. */
function configuredByName(program: Program, callee: Expression): readonly Accessor[] {
  if (callee.kind !== 'member') return [];
  const wrapper = program.wrappers.find((candidate) => candidate.module === null && candidate.name === callee.name);
  return wrapper ? [configuredAccessor({ kind: 'configured', wrapper })] : [];
}

function parameterOf(key: number | string): ParameterPath {
  return typeof key === 'number' ? { index: key, path: [] } : { index: 0, path: [key] };
}

function readArguments(
  program: Program,
  file: FileFacts,
  site: SiteFact,
  args: readonly Expression[],
  accessor: Accessor,
): readonly Read[] {
  const passed = argumentAt(args, accessor.key);
  if (!passed) return [];
  const found = whereWritten(program, file, passed);
  const key = follow(program, program.evaluate(file, found.expression), found.rest);
  const fallback = accessor.default && argumentAt(args, accessor.default);
  const stripped = accessor.keyPrefix === null ? key : withoutPrefix(key, accessor.keyPrefix);
  if (!stripped) return [];
  return [
    {
      site,
      keySpan: found.expression.span,
      key: stripped,
      keyExpression: found.expression,
      spelling: 'exact',
      default: fallback
        ? {
            value: follow(program, program.evaluate(file, fallback.expression), fallback.rest),
            span: fallback.expression.span,
          }
        : null,
      sdk: accessor.sdk,
      method: accessor.method,
      value: accessor.value,
      role: accessor.role,
      via: accessor.via,
    },
  ];
}

/** `Command.create({ key })`: the key is written inside. */
function whereWritten(program: Program, file: FileFacts, passed: Passed): Passed {
  const { expression, rest } = passed;
  if (rest.length === 0 || (expression.kind !== 'call' && expression.kind !== 'new')) return passed;
  if (program.evaluate(file, expression).kind !== 'made') return passed;
  const index = expression.arguments.findIndex(({ kind }) => kind === 'object' || kind === 'name');
  const inner = argumentAt(expression.arguments, { index, path: rest });
  return inner ? whereWritten(program, file, inner) : passed;
}

function follow(program: Program, value: Value, path: readonly string[]): Value {
  return path.reduce((object, name) => program.member(object, name), value);
}

/** Only keys behind the prefix count: `change:checkout` is one, `change` is not. */
function withoutPrefix(key: Value, prefix: string): Value | null {
  if (key.kind !== 'strings') return null;
  const options = key.options
    .filter((option) => option.value.startsWith(prefix))
    .map((option): KnownString => ({ ...option, value: option.value.slice(prefix.length) }));
  return options.length > 0 ? { kind: 'strings', options } : null;
}

function flagMember(
  program: Program,
  file: FileFacts,
  site: SiteFact,
  object: Expression,
  name: string | null,
  key: Pick<Read, 'keySpan' | 'key' | 'keyExpression'>,
): readonly Read[] {
  for (const option of possibilities(program, program.evaluate(file, object))) {
    if (option.kind !== 'instance') continue;
    const flags = option.sdk.types[option.type]?.flags;
    if (!flags || (name !== null && flags.except?.includes(name))) continue;
    const spelling = program.rawFlagKeys ? 'exact' : flags.spelling;
    return [
      {
        site,
        ...key,
        spelling,
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

/** The function that gives out a flags object: `useFlags`. */
function sourceOf({ sdk, type }: Extract<Value, { kind: 'instance' }>): string {
  for (const [name, entity] of Object.entries(sdk.exports))
    if (entity.kind === 'returns' && entity.type === type) return name;
  for (const { members } of Object.values(sdk.types)) {
    for (const [name, entity] of Object.entries(members ?? {}))
      if (entity.kind === 'returns' && entity.type === type) return name;
  }
  return type;
}
