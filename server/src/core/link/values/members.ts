/** The members of a value. */
import type { ClassMemberFact, FileFacts } from '../../facts.ts';
import { namespaceMember } from './imports.ts';
import { anyElement, anywhere, elementOf } from './lists.ts';
import type { Program } from '../program.ts';
import { own } from '../../sdks/sdk.ts';
import { either, known, orTyped, textOfSdk, type TypeIdentity, unknown, type Value } from './values.ts';

/** How far up an inheritance chain to look. */
const maxAncestors = 8;

const absent = unknown('there is no such member');

/** `object.name`; null where the value has no such member. */
export function memberOf(program: Program, object: Value, name: string): Value | null {
  switch (object.kind) {
    case 'sdk':
      return sdkMember(program, object, name);
    case 'entity':
      if (object.entity.kind === 'token' && name === 'Consumer') {
        const { type } = object.entity;
        return { ...object, entity: { kind: 'returns', type, children: type }, name };
      }
      return object.entity.kind === 'class' ? sdkEntity(own(object.entity.members, name), object, name) : null;
    case 'instance':
      return sdkEntity(own(object.sdk.types[object.type]?.members, name), object, name) ?? partOfFlags(object, name);
    case 'namespace':
      return namespaceMember(program, object.uri, name);
    case 'object':
      return program.memo.member(
        object.uri,
        object.expression,
        name,
        absent,
        () => propertyOf(program, object, name) ?? absent,
      );
    case 'class':
      return classMember(program, object, name, maxAncestors);
    case 'object-of-class': {
      const found = classMember(program, object, name, maxAncestors);
      if (found && !isLeftToHeirs(program, object, name, found)) return found;
      return ofSubclasses(program, { uri: object.uri, kind: 'class', id: object.class }, name) ?? found;
    }
    case 'typed': {
      const owner = program.files.get(object.uri);
      const member =
        object.type.kind === 'object' ? object.type.members.find((candidate) => candidate.name === name) : undefined;
      const implemented = object.identity && ofSubclasses(program, object.identity, name);
      const written = implemented ?? (object.identity && ofTyped(program, object.identity, name));
      return written ?? (owner && member ? program.ofType(owner, member.type) : null);
    }
    case 'either': {
      // A type that is made of several: `Props & WithFlags`.
      const members = object.options.flatMap((option) => known(memberOf(program, option, name) ?? absent));
      return members.length > 0 ? either(members) : null;
    }
    case 'context':
      return name === 'Provider' || name === 'Consumer' ? object : null;
    case 'array':
    case 'list':
    case 'tuple':
      if (name === anyElement) return elementOf(program, object, anywhere);
      return /^\d+$/.test(name) ? elementOf(program, object, { kind: 'constant', value: Number(name) }) : null;
    case 'box':
      return name === 'current' || name === 'value' || name === '0' ? object.inner : null;
    case 'made':
      return program.memo.member(
        object.uri,
        object.from,
        name,
        absent,
        () => madeMember(program, object, name) ?? absent,
      );
    default:
      return null;
  }
}

/** `protected abstract flag: Flag`: the class says what it is, its subclasses which one. */
function isLeftToHeirs(
  program: Program,
  { uri, class: id }: Extract<Value, { kind: 'class' | 'object-of-class' }>,
  name: string,
  found: Value,
): boolean {
  if (found.kind !== 'typed' && found.kind !== 'strings' && found.kind !== 'unknown') return false;
  const declared = program.files.get(uri)?.classes[id]?.members.filter((member) => member.name === name);
  return declared !== undefined && declared.length > 0 && declared.every(({ value }) => value === null);
}

/** Who asks an interface for a member may get that of any class that implements it. */
function ofSubclasses(program: Program, identity: TypeIdentity, name: string): Value | null {
  const members = program
    .subclasses(identity)
    .flatMap((subclass) => classMember(program, { ...subclass, kind: 'object-of-class' }, name, maxAncestors) ?? []);
  return members.length > 0 ? either(members) : null;
}

/** ... and that of any object that code which uses an SDK says to be one. */
function ofTyped(program: Program, identity: TypeIdentity, name: string): Value | null {
  const members = program
    .typedAs(identity)
    .flatMap((value) => (value.kind === 'object' ? known(memberOf(program, value, name) ?? absent) : []))
    // What it does, not what it holds: another object of the type may hold something else.
    .filter(({ kind }) => kind === 'function' || kind === 'entity' || kind === 'instance');
  return members.length > 0 ? either(members) : null;
}

/** A factory that takes `{ key }` and gives something with a `key` passes it on. */
function madeMember(program: Program, made: Extract<Value, { kind: 'made' }>, name: string): Value | null {
  const ofClass = made.of && memberOf(program, made.of, name);
  if (ofClass && known(ofClass).length > 0) return ofClass;
  const owner = program.files.get(made.uri);
  for (const argument of made.from) {
    if (!owner) continue;
    const value = program.evaluate(owner, argument);
    if (value.kind !== 'object' && value.kind !== 'parameter' && value.kind !== 'made') continue;
    const member = program.member(value, name);
    if (member.kind !== 'unknown') return member;
  }
  return null;
}

/** An export; else what hangs off the default export, which a CommonJS package may be itself. */
function sdkMember(program: Program, module: Extract<Value, { kind: 'sdk' }>, name: string): Value | null {
  const whole = sdkEntity(own(module.sdk.exports, 'default'), module, 'default');
  if (name === 'default') return whole ?? module;
  return sdkEntity(own(module.sdk.exports, name), module, name) ?? (whole && memberOf(program, whole, name));
}

function sdkEntity(
  entity: Extract<Value, { kind: 'entity' }>['entity'] | undefined,
  { sdk }: Extract<Value, { kind: 'sdk' | 'entity' | 'instance' }>,
  name: string,
): Value | null {
  if (!entity) return null;
  if (entity.kind === 'text') return textOfSdk(entity.text);
  return entity.kind === 'value' ? { kind: 'instance', sdk, type: entity.type } : { kind: 'entity', sdk, entity, name };
}

/** The key of a value that stands for a flag, or a flag (or more of them) by its name. */
function partOfFlags({ sdk, type, key }: Extract<Value, { kind: 'instance' }>, name: string): Value | null {
  const { flags, keyMember } = sdk.types[type] ?? {};
  if (name === keyMember) return key ?? null;
  if (flags?.nested === undefined || flags.except?.includes(name)) return null;
  return { kind: 'instance', sdk, type: flags.nested, key: textOfSdk(nestedKey(key, name)) };
}

/** Flags among flags are called after what they are in. */
export function nestedKey(outer: Value | undefined, name: string): string {
  const [only] = outer?.kind === 'strings' ? outer.options : [];
  return only ? `${only.value}.${name}` : name;
}

/** The last property of that name wins, as at run time; spreads are looked into. */
function propertyOf(program: Program, object: Extract<Value, { kind: 'object' }>, name: string): Value | null {
  const owner = program.files.get(object.uri);
  if (!owner) return null;
  for (const property of object.expression.properties.toReversed()) {
    if (property.name === name) return program.evaluate(owner, property.value);
    if (property.computed) {
      const computed = program.evaluate(owner, property.computed);
      if (computed.kind === 'strings' && computed.options.some((option) => option.value === name))
        return program.evaluate(owner, property.value);
    } else if (property.name === null) {
      const spread = known(program.evaluate(owner, property.value)).map((option) => memberOf(program, option, name));
      const found = spread.find((value) => value !== null && value.kind !== 'unknown');
      if (found) return found;
    }
  }
  return null;
}

function classMember(
  program: Program,
  object: Extract<Value, { kind: 'class' | 'object-of-class' }>,
  name: string,
  ancestors: number,
): Value | null {
  const owner = program.files.get(object.uri);
  const fact = owner?.classes[object.class];
  if (!owner || !fact) return null;
  for (const member of fact.members) {
    if (member.name !== name || member.static !== (object.kind === 'class')) continue;
    const value = memberValue(program, owner, member);
    if (value.kind !== 'unknown') return value;
  }
  if (!fact.extends || ancestors === 0) return null;
  for (const base of known(program.evaluate(owner, fact.extends))) {
    const inherited = base.kind === 'class' ? { ...base, kind: object.kind } : base;
    const value =
      inherited.kind === 'class' || inherited.kind === 'object-of-class'
        ? classMember(program, inherited, name, ancestors - 1)
        : inherited.kind === 'entity' && inherited.entity.kind === 'class'
          ? memberOf(program, { kind: 'instance', sdk: inherited.sdk, type: inherited.entity.type }, name)
          : null;
    if (value) return value;
  }
  return null;
}

function memberValue(program: Program, owner: FileFacts, member: ClassMemberFact): Value {
  const typed = member.type && program.ofType(owner, member.type);
  if (typed && typed.kind !== 'strings') return typed;
  if (!member.value) return typed ?? unknown(`${member.name} gets its value elsewhere`);
  return orTyped(program.evaluate(owner, member.value), typed);
}
