/** Site -> the flag reads it stands for. */
import type { Expression, FileFacts, SiteFact } from '../facts.ts';
import type { CallSiteRole, Span, ValueType } from '../model.ts';
import { type Accessor, accessorsOf } from './accessors.ts';
import { flagCall, flagMember } from './flag-values.ts';
import type { Program } from './program.ts';
import { type KnownString, unknown, type Value } from './values.ts';
import { argumentAt, type Passed } from './places.ts';
import type { Wrappers } from './wrappers.ts';

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

/** All reads of a site; most sites have none, nearly all others one. */
export function readsOf(program: Program, wrappers: Wrappers, file: FileFacts, site: SiteFact): readonly Read[] {
  const { expression } = site;
  switch (expression.kind) {
    case 'call':
    case 'new': {
      const accessors = accessorsOf(program, wrappers, file, expression.callee, expression.kind === 'new');
      if (accessors.length === 0 && expression.kind === 'call') return flagCall(program, file, site, expression);
      return accessors.flatMap((accessor) => readArguments(program, file, site, expression.arguments, accessor));
    }
    case 'jsx': {
      // A component is a function of one object, its attributes.
      const props: Expression = { kind: 'object', properties: expression.attributes, span: expression.span };
      return accessorsOf(program, wrappers, file, expression.component, false).flatMap((accessor) =>
        readArguments(program, file, site, [props], accessor),
      );
    }
    case 'member':
    case 'index':
      return flagMember(program, site, expression, file);
    default:
      return [];
  }
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
  const fallback = accessor.default && argumentAt(args, accessor.default);
  const { sdk, method, value, role, via } = accessor;
  return keysIn(program, file, found, accessor).map((key) => ({
    site,
    ...key,
    spelling: 'exact',
    default: fallback ? { value: valueOf(program, file, fallback), span: fallback.expression.span } : null,
    sdk,
    method,
    value,
    role,
    via,
  }));
}

type Key = Pick<Read, 'key' | 'keySpan' | 'keyExpression'>;

/** The keys that stand in a place: one for most accessors. */
function keysIn(
  program: Program,
  file: FileFacts,
  { expression, rest }: Passed,
  { many, keyPrefix }: Accessor,
): readonly Key[] {
  const single = (part: Expression): Key => ({
    key: program.evaluate(file, part),
    keySpan: part.span,
    keyExpression: part,
  });
  if (!many || rest.length > 0) {
    const whole = single(expression);
    const key = valueOf(program, file, { expression, rest });
    const stripped = keyPrefix === null ? key : withoutPrefix(key, keyPrefix);
    return stripped ? [{ ...whole, key: stripped }] : [];
  }
  if (many === 'properties') {
    if (expression.kind !== 'object') return [];
    return expression.properties.flatMap(({ name, nameSpan }): Key[] =>
      name === null ? [] : [{ key: knownString(file, name, nameSpan), keySpan: nameSpan, keyExpression: null }],
    );
  }
  if (expression.kind !== 'array') return [listed(program, file, expression)];
  if (many === 'elements') return expression.elements.map(single);
  return expression.elements.flatMap((element) => {
    const found = argumentAt([element], { index: 0, path: [many.elementsOf] });
    return found ? [{ ...single(found.expression), key: valueOf(program, file, found) }] : [];
  });
}

/** A list that is written elsewhere: one of its elements at a time. */
function listed(program: Program, file: FileFacts, expression: Expression): Key {
  const list = program.evaluate(file, expression);
  const element: Expression = {
    kind: 'index',
    object: expression,
    index: { kind: 'other', span: expression.span },
    span: expression.span,
  };
  const key = list.kind === 'array' ? program.evaluate(file, element) : unknown('a list of keys made at run time');
  return { key, keySpan: expression.span, keyExpression: expression };
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

function valueOf(program: Program, file: FileFacts, { expression, rest }: Passed): Value {
  return rest.reduce((object, name) => program.member(object, name), program.evaluate(file, expression));
}

function knownString(file: FileFacts, value: string, span: Span): Value {
  return { kind: 'strings', options: [{ value, at: { uri: file.uri, span } }] };
}

/** Only keys behind the prefix count: `change:checkout` is one, `change` is not. */
function withoutPrefix(key: Value, prefix: string): Value | null {
  if (key.kind !== 'strings') return null;
  const options = key.options
    .filter((option) => option.value.startsWith(prefix))
    .map((option): KnownString => ({ ...option, value: option.value.slice(prefix.length) }));
  return options.length > 0 ? { kind: 'strings', options } : null;
}
