/** Which files are read, and as what. */
import type { Language } from '../model.ts';

const byExtension: { readonly [extension: string]: Language } = {
  js: 'javascript',
  cjs: 'javascript',
  mjs: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  cts: 'typescript',
  mts: 'typescript',
  tsx: 'typescriptreact',
  vue: 'vue',
  svelte: 'svelte',
};

/** All extensions, without the dot. */
export const sourceExtensions: readonly string[] = Object.keys(byExtension);

/** The language of a path or URI, by its extension; null where Sluice does not read such files. */
export function languageOf(path: string): Language | null {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? null : (byExtension[path.slice(dot + 1).toLowerCase()] ?? null);
}
