/** Other names that a file exports its functions under: `export { isOn as flag }`, `export const Themed = withTheme(Gate)`. */
import type { CallExpression, Expression, FileFacts } from '../../facts.ts';
import { baseName } from './telling.ts';

export interface Alias {
  readonly name: string;
  /** What it is another name of; where that reads a flag, so may this. */
  readonly of: string;
  /** What a function of this name gives is exported: `export const useShopFlag = makeHook(client)`. */
  readonly isMade?: true;
}

/** As far as the text of the file alone tells. */
export function aliasesOf(file: FileFacts): readonly Alias[] {
  const aliases: Alias[] = [];
  const add = (name: string, of: string | null): void => {
    if (of !== null && of !== name) aliases.push({ name, of });
  };
  for (const fact of file.exports) {
    if (fact.kind === 'from') add(fact.name, fact.imported === 'default' ? baseName(fact.specifier) : fact.imported);
    if (fact.kind !== 'value') continue;
    const name = fact.name === 'default' ? baseName(file.uri) : fact.name;
    for (const of of namesIn(file, fact.value)) add(name, of);
    const value = fact.value.kind === 'typed' ? fact.value.value : fact.value;
    const made = value.kind === 'name' ? (file.bindings[value.binding]?.values ?? []) : [value];
    for (const { callee } of made.filter(isCall))
      for (const of of namesIn(file, callee)) if (of !== name) aliases.push({ name, of, isMade: true });
  }
  return aliases;
}

/** The functions that a value may stand for, by name: itself, or what a call around it is given. */
function namesIn(file: FileFacts, value: Expression, hops = 3): readonly string[] {
  if (hops === 0) return [];
  switch (value.kind) {
    case 'name': {
      const binding = file.bindings[value.binding];
      if (!binding) return [];
      const imported =
        binding.import && binding.import.name !== '*' && binding.import.name !== 'default' ? [binding.import.name] : [];
      return [binding.name, ...imported, ...binding.values.flatMap((inner) => namesIn(file, inner, hops - 1))];
    }
    case 'member':
      return [value.name];
    case 'call':
      return [
        ...value.arguments.flatMap((argument) => namesIn(file, argument, hops - 1)),
        ...(value.callee.kind === 'member' && value.callee.name === 'bind'
          ? namesIn(file, value.callee.object, hops - 1)
          : []),
      ];
    case 'typed':
      return namesIn(file, value.value, hops);
    default:
      return [];
  }
}

function isCall(value: Expression): value is CallExpression {
  return value.kind === 'call';
}

/** The names, and all other names of them; `makers`: functions of the workspace that may give what reads flags. */
export function withAliases(
  names: Iterable<string>,
  aliases: readonly Alias[],
  makers: ReadonlySet<string>,
): Set<string> {
  const all = new Set(names);
  // A set grows while it is walked, but an alias may come before what it is one of: go on until nothing is new.
  for (let size = -1; size !== all.size;) {
    size = all.size;
    for (const { name, of, isMade } of aliases) if ((isMade ? makers : all).has(of)) all.add(name);
  }
  return all;
}
