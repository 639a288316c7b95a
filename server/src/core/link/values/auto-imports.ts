/** What Nuxt puts in reach of every file: the composables of a workspace need no import. */
import type { Expression, FileFacts } from '../../facts.ts';
import { baseName } from '../wrappers/telling.ts';

/** The module by which code may import them all the same. */
export const autoImportModule = '#imports';

/** Functions of a `composables` folder, by the name under which other files call them. */
export function autoImported(file: FileFacts): readonly { readonly name: string; readonly value: Expression }[] {
  if (!/(?:^|\/)composables\/[^/]+$/.test(file.uri)) return [];
  return file.exports.flatMap((fact) => {
    if (fact.kind !== 'value') return [];
    const name = fact.name === 'default' ? camelCase(baseName(file.uri)) : fact.name;
    return /^use[A-Z]/.test(name) ? [{ name, value: fact.value }] : [];
  });
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
