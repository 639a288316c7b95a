/** React contexts: what `useContext` gives is what the providers are given. */
import type { FileFacts } from '../../facts.ts';
import type { Index } from '../index-by-file.ts';
import type { Program } from '../program.ts';
import { either, known, unknown, type Value } from './values.ts';

/** Files that render providers. */
export type Providers = Index<FileFacts>;

/** The one key of `Providers`: which context a provider belongs to is found out later. */
export const providersKey = 'Provider';

type Context = Extract<Value, { kind: 'context' }>;

/** Adds a file that renders a provider: `<FlagsContext.Provider value={flags}>`, `<FlagsContext value={flags}>`. */
export function indexProviders(providers: Providers, file: FileFacts): void {
  const renders = file.sites.some(
    ({ expression }) =>
      expression.kind === 'jsx' &&
      expression.attributes.some(({ name }) => name === 'value') &&
      nameOf(file, expression.component) !== null,
  );
  if (renders) providers.add(file.uri, providersKey, file);
}

/** Everything a context may hold: what it was created with, and what its providers are given. */
export function providedBy(program: Program, providers: Providers, context: Context): Value {
  const owner = program.files.get(context.uri);
  const [initial] = context.call.arguments;
  const values: Value[] = owner && initial ? [program.evaluate(owner, initial)] : [];
  for (const file of providers.of(providersKey)) {
    for (const { expression } of file.sites) {
      if (expression.kind !== 'jsx' || nameOf(file, expression.component) === null) continue;
      const { component, attributes } = expression;
      const isIt = known(program.evaluate(file, component)).some(
        (value) => value.kind === 'context' && value.call === context.call,
      );
      const value = isIt ? attributes.find(({ name }) => name === 'value') : undefined;
      if (value) values.push(program.evaluate(file, value.value));
    }
  }
  const found = values.flatMap(known);
  const held = owner && context.call.holds && program.ofType(owner, context.call.holds);
  if (held && found.length === 0) return held;
  return found.length > 0 ? either(found) : unknown('what a context holds');
}

/** The name of a component that may provide a context, `FlagsContext.Provider` or another name of that; null where it is no provider. */
function nameOf(file: FileFacts, component: Parameters<Program['evaluate']>[1]): string | null {
  if (component.kind === 'member') return component.name === 'Provider' ? component.name : null;
  const name = component.kind === 'name' ? file.bindings[component.binding]?.name : undefined;
  return name !== undefined && /(?:Context|Provider)$/.test(name) ? name : null;
}
