/** Generic types of the workspace: `Input<Context>` is what `Input` is declared as, with `Context` for its parameter. */
import type { BindingFact, FileFacts, TypeExpression } from '../../facts.ts';

/** What stands between the angle brackets where a type is used, in the words of that file. */
export interface TypeArguments {
  readonly file: FileFacts;
  readonly types: readonly TypeExpression[];
}

/** Each use of a type is the same type every time it is looked at. */
const known = new WeakMap<readonly TypeExpression[], WeakMap<BindingFact, TypeExpression>>();

/** What a type is declared as, with what is given for its parameters. */
export function declaredFor(binding: BindingFact, given: TypeArguments | null): TypeExpression | null {
  const { declaredType, typeParameters } = binding;
  if (!declaredType || !typeParameters || !given || given.types.length === 0) return declaredType;
  let uses = known.get(given.types);
  if (!uses) known.set(given.types, (uses = new WeakMap()));
  let type = uses.get(binding);
  if (!type) {
    const { uri } = given.file;
    const types = given.types.map((argument): TypeExpression => ({ kind: 'elsewhere', uri, type: argument }));
    const parts = new Map(typeParameters.flatMap((id, at) => (types[at] ? [[id, types[at]] as const] : [])));
    uses.set(binding, (type = substitute(declaredType, parts)));
  }
  return type;
}

function substitute(type: TypeExpression, parts: ReadonlyMap<number, TypeExpression>): TypeExpression {
  const inner = (part: TypeExpression): TypeExpression => substitute(part, parts);
  switch (type.kind) {
    case 'name': {
      const part = type.binding === null ? undefined : parts.get(type.binding);
      return part ?? { ...type, arguments: type.arguments.map(inner) };
    }
    case 'object':
      return { ...type, members: type.members.map((member) => ({ ...member, type: inner(member.type) })) };
    case 'union':
      return { ...type, options: type.options.map(inner) };
    case 'list':
      return { ...type, element: inner(type.element) };
    case 'keys':
      return { ...type, of: inner(type.of) };
    case 'part':
      return { ...type, object: inner(type.object), index: type.index && inner(type.index) };
    case 'function':
      return { ...type, returns: inner(type.returns) };
    default:
      return type;
  }
}
