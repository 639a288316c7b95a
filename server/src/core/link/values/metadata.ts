/** NestJS metadata: what a guard reads through a `Reflector` is what decorators are given. */
import type { CallExpression, Expression, FileFacts } from '../../facts.ts';
import type { Program } from '../program.ts';
import { calledName } from '../wrappers/telling.ts';
import { either, known, type Value } from './values.ts';

const readers = new Set(['get', 'getAll', 'getAllAndMerge', 'getAllAndOverride']);

/** `this.reflector.get(flagKey, context.getHandler())`; null for all other calls. */
export function metadataValue(
  program: Program,
  file: FileFacts,
  { callee, arguments: args }: CallExpression,
): Value | null {
  const [key] = args;
  if (!key || callee.kind !== 'member' || !readers.has(callee.name) || !isReflector(file, callee.object)) return null;
  const found = known(program.evaluate(file, key)).flatMap((option): readonly Value[] => {
    // A decorator of `Reflector.createDecorator()` is its own key.
    if (option.kind === 'function')
      return [{ kind: 'parameter', uri: option.uri, function: option.function, index: 0, path: [], typed: null }];
    if (option.kind !== 'strings') return [];
    return option.options.flatMap(({ value, at }) =>
      // The decorator stands where its key is written, or beside the guard.
      [...new Set([at.uri, file.uri])].flatMap((uri) => setIn(program, program.files.get(uri), value)),
    );
  });
  return found.length > 0 ? either(found) : null;
}

function isReflector(file: FileFacts, object: Expression): boolean {
  const name = object.kind === 'member' ? object.name : calledName(file, object);
  return name !== null && /reflector$/i.test(name);
}

/** What `SetMetadata(key, value)` is given in a file. */
function setIn(program: Program, file: FileFacts | undefined, key: string): readonly Value[] {
  return (file?.sites ?? []).flatMap(({ expression }) => {
    if (!file || expression.kind !== 'call' || calledName(file, expression.callee) !== 'SetMetadata') return [];
    const [name, value] = expression.arguments;
    if (!name || !value) return [];
    const named = program.evaluate(file, name);
    const isIt = named.kind === 'strings' && named.options.some((option) => option.value === key);
    return isIt ? [program.evaluate(file, value)] : [];
  });
}
