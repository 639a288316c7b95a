import { describe, expect, it } from 'vitest';
import type { WorkspaceCheck, WorkspaceView } from '../../../server/src/core/checks/check.ts';
import { runWorkspaceChecks, type WorkspaceCheckInput } from '../../../server/src/core/checks/run-workspace.ts';
import { presetSetting } from '../../../server/src/core/checks/settings.ts';
import { now, shopSnapshot } from '../../support/snapshots.ts';

const workspace: WorkspaceView = {
  isWhole: true,
  callSitesOf: () => [],
  dynamicCallSites: () => [],
  referencesElsewhere: () => null,
};

/** Reports every flag. */
function everyFlag(id: string, parts: Partial<WorkspaceCheck['meta']> = {}): WorkspaceCheck {
  return {
    meta: {
      id,
      title: '',
      description: '',
      category: 'governance',
      severity: 'warning',
      inTests: true,
      needsState: true,
      ...parts,
    },
    run: ({ snapshot }) =>
      snapshot.flags.map(({ key }) => ({
        message: `${id} ${key}`,
        flagKey: key,
        evidence: [],
        suggestions: [],
        related: [],
        environments: ['staging'],
      })),
  };
}

const input: WorkspaceCheckInput = {
  snapshot: shopSnapshot(),
  criticalEnvironments: null,
  now,
  settings: {},
  workspace,
  place: (key) => ({ uri: 'file:///shop/flags.json', span: { start: key?.length ?? 0, end: 99 } }),
};

describe('workspace checks', () => {
  it('are placed where the caller says, in the order of all findings', () => {
    const findings = runWorkspaceChecks(input, [everyFlag('b-check'), everyFlag('a-check')]);
    expect(findings.map(({ check, span, flagKey }) => `${span.start} ${check} ${flagKey}`)).toEqual([
      '10 a-check new-search',
      '10 b-check new-search',
      '12 a-check new-checkout',
      '12 a-check price-layout',
      '12 b-check new-checkout',
      '12 b-check price-layout',
      '16 a-check search-page-size',
      '16 b-check search-page-size',
    ]);
    expect(findings.some((finding) => 'environments' in finding)).toBe(false);
  });

  it('take their severity from the settings, by environment too, and are off unless recommended', () => {
    const check = everyFlag('a-check', { recommended: false });
    const setting = presetSetting(check.meta, 'all');
    expect(runWorkspaceChecks(input, [check])).toEqual([]);
    expect(runWorkspaceChecks({ ...input, settings: { 'a-check': setting } }, [check])).toHaveLength(4);
    const settings = { 'a-check': { ...setting, environments: { staging: 'hint' } } } as const;
    expect(runWorkspaceChecks({ ...input, settings }, [check])[0]?.severity).toBe('hint');
  });

  it('that throw are told about, and the others run', () => {
    const broken: WorkspaceCheck = {
      ...everyFlag('broken-check'),
      run: () => {
        throw new Error('no such thing');
      },
    };
    const errors: string[] = [];
    const onError = (id: string, error: unknown) => errors.push(`${id}: ${String(error)}`);
    expect(runWorkspaceChecks({ ...input, onError }, [broken, everyFlag('a-check')])).toHaveLength(4);
    expect(errors).toEqual(['broken-check: Error: no such thing']);
    expect(() => runWorkspaceChecks(input, [broken])).toThrow('no such thing');
  });
});
