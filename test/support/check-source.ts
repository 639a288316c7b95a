/** From real code to findings of one check, as text: what a finding points at stands in «these». */
import { expect } from 'vitest';
import type { Check, WorkspaceView } from '../../server/src/core/checks/check.ts';
import { checks } from '../../server/src/core/checks/registry.ts';
import { checkFile } from '../../server/src/core/checks/run.ts';
import { createFlagIndex, join } from '../../server/src/core/join.ts';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import type { CallSite, Finding, FlagSnapshot } from '../../server/src/core/model.ts';
import { dayMs } from '../../server/src/core/state/age.ts';
import { callSitesOf, type Files } from './call-sites-of.ts';
import { now } from './snapshots.ts';

export interface CheckSourceOptions {
  /** Default: there is no state. */
  readonly snapshot?: FlagSnapshot;
  /** Goes into every call site. */
  readonly callSite?: Partial<CallSite>;
  /** Default: true. */
  readonly isWhole?: boolean;
}

/** The findings of one check in a workspace given as path -> text, by file. */
export function findingsIn(
  check: string,
  files: Files,
  options: CheckSourceOptions = {},
): ReadonlyMap<string, readonly Finding[]> {
  const { snapshot = null, callSite, isWhole = true } = options;
  const registry: readonly Check[] = checks.filter(({ meta }) => meta.id === check);
  if (registry.length === 0) throw new Error(`there is no check ${check}`);
  const sites = callSitesOf(files).map((site) => ({ ...site, ...callSite }));
  const workspace: WorkspaceView = {
    isWhole,
    callSitesOf: (key) => sites.filter((site) => site.key.kind === 'literal' && site.key.value === key),
    dynamicCallSites: () => sites.filter((site) => site.key.kind === 'dynamic'),
    referencesElsewhere: () => null,
  };
  const index = snapshot === null ? null : createFlagIndex(snapshot, { now, maxAgeMs: dayMs });
  const found = Object.entries(files).map(([uri, text]) => {
    const input = {
      uri,
      usages: join(
        sites.filter((site) => site.uri === uri),
        index,
      ),
      comments: [],
      lineIndex: () => createLineIndex(text),
      text: () => text,
      workspace,
      snapshot,
      criticalEnvironments: null,
      now,
      settings: {
        [check]: { severity: 'warning', inTests: registry[0]?.meta.inTests ?? false, options: { after: {} } },
      },
    } as const;
    return [uri, checkFile(input, registry).findings] as const;
  });
  return new Map(found);
}

/** Fails unless the check reports exactly what is marked: `if («client.isEnabled('new-nav')») pay();`. */
export function expectMarked(check: string, marked: string | Files, options: CheckSourceOptions = {}): void {
  const workspace = typeof marked === 'string' ? { 'shop.tsx': marked } : marked;
  const files = Object.fromEntries(Object.entries(workspace).map(([path, text]) => [path, text.replace(/[«»]/g, '')]));
  const found = findingsIn(check, files, options);
  for (const [path, text] of Object.entries(workspace))
    expect(withMarks(files[path] ?? '', found.get(path) ?? [])).toBe(text);
}

/** The text after the first fix of its only finding; null where that has none. */
export function fixedBy(check: string, marked: string, options: CheckSourceOptions = {}): string | null {
  const text = marked.replace(/[«»]/g, '');
  const [finding, ...others] = findingsIn(check, { 'shop.tsx': text }, options).get('shop.tsx') ?? [];
  if (finding === undefined || others.length > 0) throw new Error('not one finding');
  const [fix] = finding.fixes ?? [];
  if (fix === undefined) return null;
  return fix.edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((left, { span, newText }) => left.slice(0, span.start) + newText + left.slice(span.end), text);
}

function withMarks(text: string, findings: readonly Finding[]): string {
  const marks = findings.flatMap(({ span }) => [
    { at: span.end, mark: '»' },
    { at: span.start, mark: '«' },
  ]);
  return marks
    .toSorted((a, b) => b.at - a.at)
    .reduce((left, { at, mark }) => left.slice(0, at) + mark + left.slice(at), text);
}
