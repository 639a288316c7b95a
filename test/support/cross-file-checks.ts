/** Checks that tell everything that can be asked beyond one file: stricter than any real one about when they are asked again. */
import type { Check, CheckMeta, WorkspaceCheck, WorkspaceView } from '../../server/src/core/checks/check.ts';
import type { CallSite } from '../../server/src/core/model.ts';
import type { CheckRegistry } from '../../server/src/session/findings.ts';

const meta: CheckMeta = {
  id: 'other-readers',
  title: '',
  description: '',
  category: 'use',
  severity: 'info',
  inTests: true,
  needsState: false,
};

/** At each call site with a known key: who else reads it, and where a key is not known. */
const otherReaders: Check = {
  meta,
  run: ({ usages, workspace }) =>
    usages.flatMap(({ callSite }) =>
      keysOf(callSite).map((key) => ({
        uri: callSite.uri,
        span: callSite.keySpan,
        message: told(workspace, key),
        flagKey: key,
        evidence: [],
        suggestions: [],
        related: workspace.callSitesOf(key).map(({ uri, span }) => ({ uri, span })),
      })),
    ),
};

/** Of each flag: who reads it. */
const everyFlag: WorkspaceCheck = {
  meta: { ...meta, id: 'every-flag', needsState: true },
  run: ({ snapshot, workspace }) =>
    snapshot.flags.map(({ key }) => ({
      message: told(workspace, key),
      flagKey: key,
      evidence: [],
      suggestions: [],
      related: [],
    })),
};

export const crossFileChecks: CheckRegistry = { checks: [otherReaders], workspaceChecks: [everyFlag] };

function keysOf({ key }: CallSite): readonly string[] {
  if (key.kind === 'dynamic') return [];
  return key.kind === 'one-of' ? [...new Set(key.values)] : [key.value];
}

function told(workspace: WorkspaceView, key: string): string {
  const places = (sites: readonly CallSite[]): string =>
    sites.map(({ uri, keySpan }) => `${uri.split('/').at(-1)}:${keySpan.start}`).join(' ');
  const elsewhere = workspace.referencesElsewhere(key) ?? 'unknown';
  const known = `${key}: ${places(workspace.callSitesOf(key))} | dynamic ${places(workspace.dynamicCallSites())}`;
  return `${known} | elsewhere ${elsewhere} | ${workspace.isWhole ? 'whole' : 'a part'}`;
}
