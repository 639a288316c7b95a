/**
 * Which sites are worth evaluating. Following every call of every file to its declaration would load most of a
 * workspace; a flag is read where a name says so, or where a value comes from something that names flags.
 */
import type { Expression, FileFacts, TypeExpression } from '../../facts.ts';
import { isSdkSpecifier, sdks } from '../../sdks/registry.ts';
import { flagHolders } from '../../sdks/vocabulary.ts';

export interface Telling {
  /** May calling (or rendering, or constructing) this read a flag? */
  isCallee(file: FileFacts, callee: Expression): boolean;
  /** May the members of this be flags? */
  isFlags(file: FileFacts, object: Expression): boolean;
}

/** Words in the names of things whose members are flags. */
const flagWords = /flag|feature|toggle|experiment|treatment|variation|variant|switch|valve|decision|rollout|^ld/i;
/** Not `navigate`, `aggregate`, `delegate`. */
const gateWord = /(?:^|[^a-zA-Z])gates?(?![a-z])|Gates?(?![a-z])|(?:^|_)GATES?(?:_|$)/;

/** What lists and strings of everything have, and some lists of flags. */
const builtinNames = new Set('find forEach has includes indexOf some'.split(' '));

const sdkNames = new RegExp(sdks.map(({ id }) => id.replaceAll('-', '-?')).join('|'), 'i');

/** True for a name with a word for flags in it, or an SDK's name. */
export function speaksOfFlags(name: string): boolean {
  return isFlagWord(name) || sdkNames.test(name);
}

function isFlagWord(name: string): boolean {
  return flagWords.test(name) || gateWord.test(name);
}

/** How many names to go back: `const a = useFlags(); const b = a;`. */
const maxHops = 4;

/** What is worth a look. */
export interface TellingNames {
  /** Functions, methods and components that read flags. */
  readonly called: ReadonlySet<string>;
  /** Things that hold flags. */
  readonly values: ReadonlySet<string>;
  /** Methods with everyday names, with the types that have them. */
  readonly owned: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files whose functions are passed flags. */
  readonly handed: ReadonlySet<string>;
}

export function createTelling({ called, values, owned, handed }: TellingNames): Telling {
  const isCallee = (file: FileFacts, callee: Expression): boolean => {
    switch (callee.kind) {
      case 'name': {
        const binding = file.bindings[callee.binding];
        if (!binding) return false;
        if (binding.import) {
          const { specifier, name } = binding.import;
          if (isSdkSpecifier(specifier)) return true;
          return (
            called.has(name) || called.has(binding.name) || (name === 'default' && called.has(baseName(specifier)))
          );
        }
        if (binding.parameter || called.has(binding.name)) return true;
        // A function of this file is a wrapper under its own name; anything else may have come from one.
        return !binding.values.every(({ kind }) => kind === 'function' || kind === 'class');
      }
      case 'member':
        return (
          isFlags(file, callee.object) ||
          isMethod(file, callee) ||
          (/^(?:apply|bind|call)$/.test(callee.name) && isCallee(file, callee.object))
        );
      case 'global':
        return called.has(callee.name);
      case 'function':
      case 'class':
        return false;
      default:
        return true;
    }
  };

  const isMethod = (file: FileFacts, { object, name }: Extract<Expression, { kind: 'member' }>): boolean => {
    if (!called.has(name)) return false;
    const owners = owned.get(name);
    const type = owners ? typeNameOf(file, object) : null;
    if (type !== null) return owners?.has(type) ?? true;
    return !builtinNames.has(name);
  };

  const isFlags = (file: FileFacts, object: Expression, hops = maxHops): boolean => {
    const tells = (name: string): boolean => isFlagWord(name) || values.has(name);
    switch (object.kind) {
      case 'name': {
        const binding = file.bindings[object.binding];
        if (!binding) return false;
        if (tells(binding.name) || binding.parameter?.path.some(tells)) return true;
        if (binding.parameter && handed.has(file.uri)) return true;
        if (binding.import) return isSdkSpecifier(binding.import.specifier) || tells(binding.import.name);
        if (binding.type?.kind === 'name' && binding.type.path.some(tells)) return true;
        if (binding.type && isTypeOfSdk(file, binding.type)) return true;
        return hops > 0 && binding.values.some((value) => isFlags(file, value, hops - 1));
      }
      case 'member':
        return tells(object.name) || flagHolders().has(object.name) || isFlags(file, object.object, hops);
      case 'index':
        return isFlags(file, object.object, hops);
      case 'call':
      case 'new':
        return (
          isFlags(file, object.callee, hops) ||
          (object.callee.kind === 'member' && called.has(object.callee.name)) ||
          object.arguments.some((argument) => argument.kind === 'name' && isFlags(file, argument, 0))
        );
      case 'either':
        return object.options.some((option) => isFlags(file, option, hops));
      case 'typed':
        return isFlags(file, object.value, hops) || (object.type.kind === 'name' && object.type.path.some(tells));
      case 'global':
        return tells(object.name);
      default:
        return false;
    }
  };

  return { isCallee, isFlags: (file, object) => isFlags(file, object) };
}

/** The name of the class or interface that a receiver is declared to be; null where nothing is said about it. */
function typeNameOf(file: FileFacts, receiver: Expression): string | null {
  if (receiver.kind === 'member' && receiver.object.kind === 'this') {
    const owner = receiver.object.class === null ? undefined : file.classes[receiver.object.class];
    return nameOfType(file, owner?.members.find(({ name }) => name === receiver.name)?.type ?? null);
  }
  if (receiver.kind === 'typed') return nameOfType(file, receiver.type);
  if (receiver.kind !== 'name') return null;
  const binding = file.bindings[receiver.binding];
  if (!binding) return null;
  if (binding.type) return nameOfType(file, binding.type);
  // A class whose static method it is.
  const { import: from } = binding;
  return from && from.name !== 'default' && /^[A-Z].*[a-z]/.test(from.name) ? from.name : null;
}

function nameOfType(file: FileFacts, type: TypeExpression | null): string | null {
  if (type?.kind !== 'name' || type.binding === null || type.path.length !== 1) return null;
  const from = file.bindings[type.binding]?.import;
  if (!from) return type.path[0] ?? null;
  return from.name === 'default' || from.name === '*' ? null : from.name;
}

/** `client: RemoteConfig`, `client: Client | null`: a type that an SDK declares. */
function isTypeOfSdk(file: FileFacts, type: TypeExpression): boolean {
  if (type.kind === 'union') return type.options.some((option) => isTypeOfSdk(file, option));
  if (type.kind !== 'name' || type.binding === null) return false;
  const from = file.bindings[type.binding]?.import;
  return from ? isSdkSpecifier(from.specifier) : false;
}

/** What a module is called where its default export has no name: `./use-flag` and `./use-flag/index` are `use-flag`. */
export function baseName(path: string): string {
  const parts = path.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '').split('/');
  const last = parts.at(-1) ?? '';
  return last === 'index' ? (parts.at(-2) ?? last) : last;
}

/** The name a call goes by where it is written: of an import, the exported one. */
export function calledName(file: FileFacts, callee: Expression): string | null {
  if (callee.kind === 'member') return callee.name;
  if (callee.kind !== 'name') return null;
  const binding = file.bindings[callee.binding];
  if (!binding) return null;
  if (binding.import && binding.import.name !== 'default' && binding.import.name !== '*') return binding.import.name;
  const [first] = binding.values;
  return binding.values.length === 1 && first?.kind === 'member' ? first.name : binding.name;
}
