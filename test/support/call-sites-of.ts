/** Runs text through the core and prints what was found, so that a test can state it as text. */
import { extractFacts } from '../../server/src/core/extract/extract.ts';
import { languageOf } from '../../server/src/core/extract/languages.ts';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import { type ConfiguredWrapper, link } from '../../server/src/core/link/link.ts';
import type { CallSite } from '../../server/src/core/model.ts';

export interface Files {
  readonly [path: string]: string;
}

/** Links a workspace given as path -> text; imports between its files are relative, with or without extension. */
export function callSitesOf(files: Files, wrappers: readonly ConfiguredWrapper[] = []): CallSite[] {
  const facts = new Map(
    Object.entries(files).map(([path, text]) => {
      const language = languageOf(path);
      if (!language) throw new Error(`${path}: not a source file`);
      return [path, extractFacts({ uri: path, text, language })];
    }),
  );
  const result = link({
    files: facts,
    wrappers,
    resolveModule: (from, specifier) => resolveIn(files, from, specifier),
  });
  return [...result.callSites.values()].flat();
}

function resolveIn(files: Files, from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const path = new URL(specifier, `file:///${from}`).pathname.slice(1);
  const candidates = [
    path,
    ...['.ts', '.tsx', '.js', '.jsx', '/index.ts'].map((extension) => path + extension),
    path.replace(/\.js$/, '.ts'),
  ];
  return candidates.find((candidate) => candidate in files) ?? null;
}

/**
 * One line per call site: `4:20 "new-checkout" openfeature getBooleanValue`, then what is special about it
 * (role, default, via, dynamic reason, camelCase).
 */
export function describeCallSites(files: Files | string, wrappers: readonly ConfiguredWrapper[] = []): string {
  const workspace = typeof files === 'string' ? { 'shop.tsx': files } : files;
  return callSitesOf(workspace, wrappers)
    .map((site) => describe(site, workspace[site.uri] ?? '', Object.keys(workspace).length > 1))
    .join('\n');
}

function describe(site: CallSite, text: string, withPath: boolean): string {
  const { line, character } = createLineIndex(text).positionAt(site.keySpan.start);
  const { key } = site;
  const parts = [
    `${withPath ? `${site.uri}:` : ''}${line + 1}:${character + 1}`,
    key.kind === 'literal'
      ? JSON.stringify(key.value)
      : key.kind === 'one-of'
        ? `one of ${JSON.stringify(key.values)}`
        : `dynamic ${key.text}`,
    site.sdk,
    site.method,
  ];
  if (key.kind === 'literal' && key.spelling !== 'exact') parts.push(key.spelling);
  if (site.role !== 'evaluation') parts.push(site.role);
  if (site.defaultValue?.kind === 'known') parts.push(`default ${JSON.stringify(site.defaultValue.value)}`);
  if (site.via.length > 0) parts.push(`via ${site.via.join(' > ')}`);
  return parts.join(' ');
}
