/** Maps in which code keeps what flags are, by their keys: `cache.set(key, await isOn(key))`. Asking one is a flag read. */
import type { Expression, FileFacts, SiteFact } from '../../facts.ts';
import type { Program } from '../program.ts';
import type { Read } from '../reads/read.ts';
import type { Wrappers } from './wrappers.ts';

/** What reads the flags that are kept. */
export type Kept = Pick<Read, 'sdk' | 'method' | 'value' | 'via'>;

/** Notes the maps that a file fills with what it reads; true where they tell something new. */
export function noteKept(wrappers: Wrappers, file: FileFacts, reads: readonly Read[]): boolean {
  const evaluations = reads.filter(
    ({ role, keyExpression }) => role === 'evaluation' && keyExpression?.kind === 'name',
  );
  if (evaluations.length === 0) return false;
  let grown = false;
  for (const { expression } of file.sites) {
    const filled = mapIn(expression, 'set');
    const [key, value] = filled?.arguments ?? [];
    if (!filled || key?.kind !== 'name' || !value) continue;
    const read = evaluations.find(
      ({ keyExpression, site }) =>
        keyExpression?.kind === 'name' && keyExpression.binding === key.binding && isOf(file, value, site),
    );
    if (!read) continue;
    const { sdk, method, value: type, via } = read;
    grown = wrappers.keep(file.uri, filled.place, { sdk, method, value: type, via }) || grown;
  }
  return grown;
}

/** `cache.get(key)`. */
export function keptRead(program: Program, wrappers: Wrappers, file: FileFacts, site: SiteFact): Read | null {
  if (!wrappers.keepsIn(file.uri)) return null;
  const asked = mapIn(site.expression, 'get');
  const kept = asked && wrappers.keptIn(file.uri, asked.place);
  const [key] = asked?.arguments ?? [];
  if (!kept || !key) return null;
  return {
    site,
    keySpan: key.span,
    key: program.evaluate(file, key),
    keyExpression: key,
    spelling: 'exact',
    default: null,
    takesDefault: false,
    isAsync: false,
    context: 'elsewhere',
    role: 'evaluation',
    ...kept,
  };
}

/** The map whose method this calls: a name of the file, or a member of one of its classes. */
function mapIn(
  expression: Expression,
  method: string,
): { readonly place: string; readonly arguments: readonly Expression[] } | null {
  if (expression.kind !== 'call' || expression.callee.kind !== 'member' || expression.callee.name !== method)
    return null;
  const { object } = expression.callee;
  if (object.kind === 'name') return { place: String(object.binding), arguments: expression.arguments };
  if (object.kind !== 'member' || object.object.kind !== 'this' || object.object.class === null) return null;
  return { place: `${object.object.class}.${object.name}`, arguments: expression.arguments };
}

/** Is this what the site gives, or a name for it? */
function isOf(file: FileFacts, value: Expression, site: SiteFact, hops = 2): boolean {
  switch (value.kind) {
    case 'call':
      // An `await` around it has a copy of the call, with a span of its own.
      return site.expression.kind === 'call' && value.arguments === site.expression.arguments;
    case 'name':
      return (
        hops > 0 && (file.bindings[value.binding]?.values ?? []).some((inner) => isOf(file, inner, site, hops - 1))
      );
    case 'typed':
      return isOf(file, value.value, site, hops);
    case 'either':
      return value.options.some((option) => isOf(file, option, site, hops));
    default:
      return false;
  }
}
