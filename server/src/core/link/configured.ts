/** What the configuration says of the workspace's own flag functions and flag objects. */
import type { Expression, FileFacts, TypeExpression } from '../facts.ts';
import type { SdkDescriptor } from '../sdks/sdk.ts';
import type { ConfiguredObject, ConfiguredWrapper, LinkOptions } from './link.ts';
import { baseName } from './wrappers/telling.ts';
import type { Program } from './program.ts';
import { either, known, type Value } from './values/values.ts';

/** Looked up by name, because nearly every name has nothing configured. */
export interface Configured {
  readonly wrappers: ReadonlyMap<string, readonly ConfiguredWrapper[]>;
  readonly objects: ReadonlyMap<string, readonly ConfiguredObject[]>;
  /** Does a configured `module` mean this specifier or the file with this URI? */
  isModule(configured: string, specifierOrUri: string): boolean;
}

export function createConfigured({ wrappers, flagObjects = [], rootUri = '' }: LinkOptions): Configured {
  return {
    wrappers: byName(wrappers),
    objects: byName(flagObjects),
    isModule: (configured, specifierOrUri) =>
      configured === specifierOrUri ||
      (configured.startsWith('./') && specifierOrUri === rootUri + encodeURI(configured.slice(2))),
  };
}

/** What is configured for something that a package or a workspace file exports or declares. */
export function configuredExport({ configured }: Program, specifierOrUri: string, name: string): Value | null {
  const isIt = ({ module, owner }: ConfiguredWrapper | ConfiguredObject): boolean =>
    module !== null && owner === undefined && configured.isModule(module, specifierOrUri);
  const wrapper = configured.wrappers.get(name)?.find(isIt);
  if (wrapper) return { kind: 'configured', wrapper };
  const object = configured.objects.get(name)?.find(isIt);
  return object ? flagsValue(object) : null;
}

/** A function, method or component that is configured by the place of its declaration. */
export function configuredFunction(program: Program, value: Value): ConfiguredWrapper | null {
  if (program.configured.wrappers.size === 0 || (value.kind !== 'function' && value.kind !== 'class')) return null;
  const file = program.files.get(value.uri);
  const fact = value.kind === 'function' ? file?.functions[value.function] : file?.classes[value.class];
  if (!file || !fact) return null;
  const owner = 'class' in fact && fact.class !== null ? file.classes[fact.class] : undefined;
  const name = fact.name ?? baseName(value.uri);
  const owners = owner ? [owner.name ?? '', ...owner.implements.map(typeName)] : null;
  const candidates = program.configured.wrappers.get(name) ?? [];
  return (
    candidates.find((wrapper) => {
      if (wrapper.module !== null && !program.configured.isModule(wrapper.module, value.uri)) return false;
      if (wrapper.owner) return owners !== null && wrapper.owner.some((candidate) => owners.includes(candidate));
      return wrapper.module !== null && owners === null;
    }) ?? null
  );
}

/** A method that is configured with its owner: by the type of what it is called on, else by what that is called. */
export function configuredMethod(
  program: Program,
  file: FileFacts,
  { name, object }: { readonly name: string; readonly object: Expression },
): ConfiguredWrapper | null {
  const candidates = program.configured.wrappers.get(name)?.filter(({ owner }) => owner !== undefined) ?? [];
  if (candidates.length === 0) return null;
  const names = ownerNames(program, file, object);
  return candidates.find(({ owner }) => owner?.some((candidate) => names.has(candidate))) ?? null;
}

/** `const { isOn } = useFlags()` and `const isOn = useFlagCheck()`: calling `isOn` is like calling a method of what it is taken out of. */
export function asMethod(
  file: FileFacts,
  callee: Expression,
): { readonly name: string; readonly object: Expression } | null {
  if (callee.kind === 'member') return callee;
  const binding = callee.kind === 'name' ? file.bindings[callee.binding] : undefined;
  const [value] = binding?.values ?? [];
  if (!binding || binding.import || binding.parameter || binding.values.length !== 1) return null;
  if (value?.kind === 'member') return value;
  return value?.kind === 'call' ? { name: binding.name, object: value } : null;
}

/** `config.features`, where the configuration says that the members of `features` are flags. */
export function configuredMember(
  program: Program,
  file: FileFacts,
  { object, name }: Extract<Expression, { kind: 'member' }>,
): Value | null {
  const candidates = program.configured.objects.get(name);
  if (!candidates) return null;
  const bare = candidates.find(({ module, owner }) => module === null && owner === undefined);
  if (bare) return flagsValue(bare);
  const names = ownerNames(program, file, object);
  const owned = candidates.find(({ owner }) => owner?.some((candidate) => names.has(candidate)));
  return owned ? flagsValue(owned) : null;
}

/** A variable, function or type that is declared in a file and configured with that file as its module, or by its name alone. */
export function configuredDeclaration({ configured }: Program, uri: string, name: string): Value | null {
  const object = configured.objects
    .get(name)
    ?.find(({ module, owner }) => owner === undefined && (module === null || configured.isModule(module, uri)));
  return object ? flagsValue(object) : null;
}

/** What a receiver is called where it is used and declared, and what its types are called. */
export function ownerNames(program: Program, file: FileFacts, object: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  addWritten(names, file, object);
  for (const value of known(program.evaluate(file, object))) {
    if (value.kind === 'typed' && value.identity?.kind === 'binding') {
      names.add(program.files.get(value.identity.uri)?.bindings[value.identity.id]?.name ?? '');
    }
    if (value.kind !== 'class' && value.kind !== 'object-of-class') continue;
    const fact = program.files.get(value.uri)?.classes[value.class];
    if (!fact) continue;
    for (const name of [fact.name ?? '', ...fact.implements.map(typeName)]) names.add(name);
  }
  names.delete('');
  return names;
}

function addWritten(names: Set<string>, file: FileFacts, object: Expression): void {
  if (object.kind === 'member' || object.kind === 'global') names.add(object.name);
  if (object.kind === 'call') addWritten(names, file, object.callee);
  if (object.kind === 'typed') names.add(typeName(object.type));
  if (object.kind !== 'name') return;
  const binding = file.bindings[object.binding];
  if (!binding) return;
  names.add(binding.name);
  // What a pattern takes apart has no name of its own.
  const [whole] = binding.name === '' ? binding.values : [];
  if (whole) addWritten(names, file, whole);
  if (binding.type) names.add(typeName(binding.type));
  if (binding.import && binding.import.name !== 'default' && binding.import.name !== '*')
    names.add(binding.import.name);
}

function typeName(type: TypeExpression): string {
  return type.kind === 'name' ? (type.path.at(-1) ?? '') : '';
}

const descriptors = new WeakMap<ConfiguredObject, SdkDescriptor>();

/** The object itself, or a function that gives it out. */
function flagsValue(object: ConfiguredObject): Value {
  let sdk = descriptors.get(object);
  if (!sdk) {
    sdk = {
      id: 'configured',
      title: 'the configuration',
      packages: [],
      source: 'the configuration',
      exports: { [object.name]: { kind: 'returns', type: 'flags' } },
      types: { flags: { flags: { spelling: 'exact', except: ['length', 'map', 'filter', 'then'] } } },
    };
    descriptors.set(object, sdk);
  }
  return either([
    { kind: 'instance', sdk, type: 'flags' },
    { kind: 'entity', sdk, entity: { kind: 'returns', type: 'flags' }, name: object.name },
  ]);
}

function byName<T extends { readonly name: string }>(entries: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const map = new Map<string, T[]>();
  for (const entry of entries) map.set(entry.name, [...(map.get(entry.name) ?? []), entry]);
  return map;
}
