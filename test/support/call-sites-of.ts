/** Runs text through the core and prints what was found, so that a test can state it as text. */
import { expect } from 'vitest';
import { extractFacts } from '../../server/src/core/extract/extract.ts';
import { languageOf } from '../../server/src/core/extract/languages.ts';
import { type ConfiguredObject, type ConfiguredWrapper, link } from '../../server/src/core/link/link.ts';
import type { CallSite } from '../../server/src/core/model.ts';

export interface Files {
  readonly [path: string]: string;
}

/** Links a workspace given as path -> text; imports between its files are relative, with or without extension. */
export function callSitesOf(
  files: Files,
  wrappers: readonly ConfiguredWrapper[] = [],
  flagObjects: readonly ConfiguredObject[] = [],
): CallSite[] {
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
    flagObjects,
    resolveModule: (from, specifier) => resolveIn(files, from, specifier),
  });
  return [...result.callSites.values()].flat();
}

/** The file a relative import means among the given ones. */
export function resolveIn(files: Files, from: string, specifier: string): string | null {
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
 * Compares call sites with annotations in the text. Under a line of code, a comment line with carets under a key says
 * what is read there; code without an annotation reads nothing:
 *
 *     client.getBooleanValue('new-checkout', false);
 *     //                     ^^^^^^^^^^^^^^ new-checkout · openfeature getBooleanValue · default false
 */
export function expectCallSites(
  files: Files | string,
  wrappers: readonly ConfiguredWrapper[] = [],
  flagObjects: readonly ConfiguredObject[] = [],
): void {
  const workspace = typeof files === 'string' ? { 'shop.tsx': files } : files;
  const found = callSitesOf(workspace, wrappers, flagObjects);
  for (const [path, text] of Object.entries(workspace)) {
    expect(
      `${path}\n${annotate(
        text,
        found.filter((site) => site.uri === path),
      )}`,
    ).toBe(`${path}\n${text.split('\n').map(normalize).join('\n')}`);
  }
}

/** The text without its annotations, annotated with what was found. */
function annotate(text: string, found: readonly CallSite[]): string {
  const lines = text.split('\n');
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  return lines
    .flatMap((line, index) => {
      if (isAnnotation(line)) return [];
      const start = starts[index] ?? 0;
      const here = found.filter((site) => site.keySpan.start >= start && site.keySpan.start <= start + line.length);
      return [line, ...here.map((site) => annotation(site, site.keySpan.start - start))];
    })
    .join('\n');
}

function isAnnotation(line: string): boolean {
  return /^\s*\/\/\s*\^+ /.test(line);
}

function annotation(site: CallSite, column: number): string {
  return normalize(
    `//${' '.repeat(Math.max(column - 2, 0))}${'^'.repeat(site.keySpan.end - site.keySpan.start)} ${describe(site)}`,
  );
}

/** Annotations may be indented as one likes; only the columns of their carets count. */
function normalize(line: string): string {
  return isAnnotation(line) ? `//${line.replace('//', '  ').slice(2)}` : line;
}

/** `new-checkout · openfeature getBooleanValue`, then what is special about it. */
function describe({ key, sdk, method, role, defaultValue, via }: CallSite): string {
  const parts = [
    key.kind === 'literal'
      ? key.value
      : key.kind === 'one-of'
        ? `one of ${key.values.join(', ')}`
        : `dynamic: ${key.text}`,
    `${sdk} ${method}`,
  ];
  if (key.kind === 'literal' && key.spelling !== 'exact') parts.push(key.spelling);
  if (role !== 'evaluation') parts.push(role);
  if (defaultValue?.kind === 'known') parts.push(`default ${JSON.stringify(defaultValue.value)}`);
  if (via.length > 0) parts.push(`via ${via.join(' > ')}`);
  return parts.join(' · ');
}
