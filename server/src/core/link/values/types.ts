/** Types, as far as they say what a value is. */
import type { FileFacts, TypeExpression } from '../../facts.ts';
import { sdkGlobal, sdkOfGenerated, sdkOfPackage } from '../../sdks/registry.ts';
import { configuredDeclaration } from '../configured.ts';
import { own, type SdkDescriptor } from '../../sdks/sdk.ts';
import { mayPassOn } from './imports.ts';
import type { Program } from '../program.ts';
import {
  chosenValue,
  choosing,
  enumValue,
  keysValue,
  literalValue,
  partValue,
  recordValue,
  unionValue,
} from './key-types.ts';
import { declaredFor, type TypeArguments } from './type-arguments.ts';
import { either, type TypeIdentity, unknown, type Value } from './values.ts';

/** Type constructors that do not change what can be called on a value (a promise is seen through: calls are awaited). */
const transparent = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'Pick',
  'Omit',
]);

/** Keys of containers, of Vue and of Angular. */
const injected = new Set(['InjectionKey', 'InjectionToken']);

const circular = unknown('declared in terms of itself');
const lists = new Set(['Array', 'Iterable', 'ReadonlyArray', 'ReadonlySet', 'Set']);

/** The value that something of this type is; null where the type says nothing. */
export function typeValue(program: Program, file: FileFacts, type: TypeExpression, depth = 0): Value | null {
  if (depth > 12) return null;
  const inner = (option: TypeExpression): Value | null => typeValue(program, file, option, depth + 1);
  switch (type.kind) {
    case 'name':
      return namedType(program, file, type, depth);
    case 'object':
    case 'function':
      return { kind: 'typed', uri: file.uri, type, identity: null };
    case 'typeof': {
      const value = program.evaluate(file, type.value);
      return value.kind === 'unknown' ? null : value;
    }
    case 'union':
      return unionValue(type.options.map(inner));
    case 'string':
      return literalValue(file, type);
    case 'list': {
      const element = inner(type.element);
      return element && { kind: 'list', element };
    }
    case 'keys':
      return once(program, file, type, () => keysValue(program, inner(type.of)));
    case 'part':
      return once(program, file, type, () =>
        partValue(program, inner(type.object), type.index ? inner(type.index) : 'any'),
      );
    case 'import': {
      return importedType(program, file, type.specifier, type.name, depth);
    }
    case 'elsewhere': {
      const owner = program.files.get(type.uri);
      return owner ? typeValue(program, owner, type.type, depth + 1) : null;
    }
    case 'other':
      return null;
  }
}

/** The parts of a type may be parts of the same type. */
function once(program: Program, file: FileFacts, type: TypeExpression, compute: () => Value | null): Value | null {
  const value = program.memo.of(file.uri, type, circular, () => compute() ?? circular);
  return value.kind === 'unknown' ? null : value;
}

function namedType(
  program: Program,
  file: FileFacts,
  type: Extract<TypeExpression, { kind: 'name' }>,
  depth: number,
): Value | null {
  const [root, ...rest] = type.path;
  const last = type.path.at(-1) ?? '';
  if (type.binding === null) {
    // A namespace that an SDK declares for all files: `SplitIO.IClient`.
    const global = root !== undefined && rest.length === 1 ? sdkGlobal(root) : null;
    if (global?.left === 'module') return sdkType(global.sdk, last);
    const [argument] = type.arguments;
    if (argument && lists.has(last)) return typeValue(program, file, { kind: 'list', element: argument }, depth + 1);
    if (argument && choosing.has(last)) {
      const [from, by] = type.arguments.map((part) => typeValue(program, file, part, depth + 1));
      return chosenValue(last, from ?? null, by ?? null);
    }
    if (last === 'Record' && argument) return recordValue(file, typeValue(program, file, argument, depth + 1), type);
    if (argument && transparent.has(last)) return typeValue(program, file, argument, depth + 1);
    if (argument?.kind === 'typeof' && root === 'ReturnType')
      return program.evaluate(file, { kind: 'call', callee: argument.value, arguments: [], span: argument.value.span });
    if (argument?.kind === 'typeof' && root === 'InstanceType')
      return program.evaluate(file, { kind: 'new', callee: argument.value, arguments: [], span: argument.value.span });
    return null;
  }
  const binding = file.bindings[type.binding];
  if (!binding) return null;
  if (binding.import) {
    const name =
      binding.import.name === '*' && rest[0] !== undefined
        ? rest[0]
        : binding.import.name === 'default' && rest[0] !== undefined
          ? rest[0]
          : binding.import.name;
    const found = importedType(program, file, binding.import.specifier, name, depth, { file, types: type.arguments });
    return found ?? (injected.has(name) ? handedOutFor(program, file, type, depth) : null);
  }
  return bindingType(program, file, type.binding, depth, { file, types: type.arguments });
}

/** What a container keeps under a key says only the key's type: `const flagsKey: InjectionKey<Client> = Symbol()`. */
function handedOutFor(
  program: Program,
  file: FileFacts,
  { arguments: [argument] }: Extract<TypeExpression, { kind: 'name' }>,
  depth: number,
): Value | null {
  const inner = argument && typeValue(program, file, argument, depth + 1);
  return inner ? { kind: 'box', inner } : null;
}

/** An SDK's type, one of a module that its generator wrote, or the workspace's. */
function importedType(
  program: Program,
  file: FileFacts,
  specifier: string,
  name: string,
  depth: number,
  given: TypeArguments | null = null,
): Value | null {
  const sdk = sdkOfPackage(specifier);
  if (sdk) return sdkType(sdk, name);
  const generated = sdkOfGenerated(specifier);
  const made = generated && sdkType(generated, name);
  if (made) return made;
  const uri = program.resolveModule(file.uri, specifier);
  if (uri === null) return null;
  const around = program.sdkAround(uri);
  return (around && sdkType(around, name)) ?? exportedType(program, uri, name, depth + 1, given);
}

function bindingType(
  program: Program,
  file: FileFacts,
  id: number,
  depth: number,
  given: TypeArguments | null,
): Value | null {
  const binding = file.bindings[id];
  if (!binding) return null;
  const configured = configuredDeclaration(program, file.uri, binding.name);
  if (configured) return configured;
  const declared = declaredFor(binding, given);
  if (declared) {
    const value = typeValue(program, file, declared, depth + 1);
    // An interface of our own says less than what callers and heirs make of the parameter.
    if (binding.isTypeParameter && value?.kind === 'typed') return null;
    return value && identified(value, { uri: file.uri, kind: 'binding', id });
  }
  // `const Money: Money` is declared in terms of itself, as far as this file tells.
  const value = program.memo.of(file.uri, binding, circular, () => program.binding(file, id));
  if (value.kind === 'class') return { ...value, kind: 'object-of-class' };
  return value.kind === 'object' ? enumValue(program, value) : null;
}

/** What is declared here is known by its place, apart from what it is made of. */
function identified(value: Value, identity: TypeIdentity): Value {
  if (value.kind === 'either') return either(value.options.map((option) => identified(option, identity)));
  return value.kind === 'typed' ? { ...value, identity: value.identity ?? identity } : value;
}

/** An SDK's class or interface: by its exported name, else by the name of one of its types. */
function sdkType(sdk: SdkDescriptor, name: string): Value | null {
  const entity = own(sdk.exports, name);
  if (entity?.kind === 'class' || entity?.kind === 'value') return { kind: 'instance', sdk, type: entity.type };
  return own(sdk.types, name) ? { kind: 'instance', sdk, type: name } : null;
}

/** A type exported by a workspace file, through re-exports. */
function exportedType(
  program: Program,
  uri: string,
  name: string,
  depth: number,
  given: TypeArguments | null,
): Value | null {
  if (depth > 12) return null;
  const file = program.files.get(uri);
  if (!file) return null;
  for (const fact of file.exports) {
    if (fact.kind === 'value' && (fact.name === name || (name === '*' && fact.isWhole))) {
      if (fact.value.kind === 'name') return bindingType(program, file, fact.value.binding, depth, given);
      return fact.value.kind === 'class' ? { kind: 'object-of-class', uri, class: fact.value.class } : null;
    }
    const forwarded = fact.kind === 'star' ? name : fact.kind === 'from' && fact.name === name ? fact.imported : null;
    if (forwarded === null || fact.kind === 'value') continue;
    if (fact.kind === 'star' && !mayPassOn(program, file, fact.specifier, name)) continue;
    const value = importedType(program, file, fact.specifier, forwarded, depth + 1, given);
    if (value) return value;
  }
  return null;
}
