import { describe, expect, it } from 'vitest';
import type { Check } from '../../../server/src/core/checks/check.ts';
import { checkFile, compareFindings, runChecks, type CheckInput } from '../../../server/src/core/checks/run.ts';
import { defaultCheckSettings } from '../../../server/src/core/checks/settings.ts';
import { createFlagIndex, join } from '../../../server/src/core/join.ts';
import { dayMs } from '../../../server/src/core/state/age.ts';
import { shopFile } from '../../support/call-sites.ts';
import { checkCode } from '../../support/check-code.ts';
import { now, serves, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const snapshot = shopSnapshot();
const file = shopFile(
  `client.getBooleanValue('old-cart', false);\nclient.getStringValue('new-checkout', 'x'); client.get(key);`,
);
const input: CheckInput = {
  uri: file.uri,
  usages: join(file.callSites, createFlagIndex(snapshot, { now, maxAgeMs: dayMs })),
  comments: file.comments,
  lineIndex: () => file.lineIndex,
  text: () => file.text,
  snapshot,
  criticalEnvironments: null,
  now,
  settings: defaultCheckSettings(),
};

/** A check that finds nothing and breaks. */
const broken: Check = {
  meta: {
    id: 'broken-check',
    title: '',
    description: '',
    category: 'use',
    severity: 'error',
    inTests: true,
    needsState: false,
  },
  run: () => {
    throw new Error('no such thing');
  },
};
/** A check that reports how often it was asked and with what. */
function recording(meta: Partial<Check['meta']>): { check: Check; asked: number[] } {
  const asked: number[] = [];
  const check: Check = {
    meta: {
      id: 'recording-check',
      title: '',
      description: '',
      category: 'use',
      severity: 'info',
      inTests: true,
      needsState: false,
      ...meta,
    },
    run: ({ usages }) => {
      asked.push(usages.length);
      return [];
    },
  };
  return { check, asked };
}

describe('runChecks', () => {
  it('sorts by position, then check', () => {
    expect(runChecks(input).map((finding) => finding.check)).toEqual([
      'unknown-flag',
      'wrong-value-type',
      'dynamic-flag-key',
    ]);
  });

  it('gives the same for the same, in whatever order the usages come', () => {
    const reversed = { ...input, usages: input.usages.toReversed() };
    expect(JSON.stringify(runChecks(reversed))).toBe(JSON.stringify(runChecks(input)));
    expect(JSON.stringify(runChecks(input))).toBe(JSON.stringify(runChecks(input)));
  });

  it('sets the severity and leaves out what is off', () => {
    const settings = {
      ...input.settings,
      'unknown-flag': { severity: 'hint', inTests: false, options: { after: {} } },
      'dynamic-flag-key': { severity: 'off', inTests: false, options: { after: {} } },
    } as const;
    expect(runChecks({ ...input, settings }).map(({ check, severity }) => `${check} ${severity}`)).toEqual([
      'unknown-flag hint',
      'wrong-value-type error',
    ]);
  });

  it('runs a check that the settings do not name as by default', () => {
    expect(runChecks({ ...input, settings: {} })).toEqual(runChecks(input));
  });

  it('does not ask for lines where nothing is suppressed', () => {
    const lineIndex = () => {
      throw new Error('nobody needs lines here');
    };
    expect(runChecks({ ...input, lineIndex })).toHaveLength(3);
  });
});

describe('checkFile', () => {
  it('tells about a check that throws and runs the others', () => {
    const { check, asked } = recording({});
    const errors: string[] = [];
    const onError = (id: string, error: unknown) => errors.push(`${id}: ${String(error)}`);
    checkFile({ ...input, onError }, [broken, check]);
    expect(errors).toEqual(['broken-check: Error: no such thing']);
    expect(asked).toEqual([3]);
  });

  it('throws where nobody listens', () => {
    expect(() => checkFile(input, [broken])).toThrow('no such thing');
  });

  it('does not run checks that need state without any', () => {
    const [needs, does] = [recording({ needsState: true }), recording({ needsState: false })];
    checkFile({ ...input, snapshot: null }, [needs.check, does.check]);
    expect([needs.asked, does.asked]).toEqual([[], [3]]);
  });

  it('keeps call sites in tests from checks that say nothing useful about them', () => {
    const usages = input.usages.map((usage, index) => ({
      ...usage,
      callSite: { ...usage.callSite, inTest: index === 0 },
    }));
    const [all, outside] = [recording({ inTests: true }), recording({ inTests: false })];
    checkFile({ ...input, usages }, [all.check, outside.check]);
    expect([all.asked, outside.asked]).toEqual([[3], [2]]);
  });

  it('judges staleness on the configured environments', () => {
    const state = { production: serves('on', { forDays: 1 }), staging: serves('on', { forDays: 60 }) };
    const stale = shopSnapshot({ flags: [shopSwitch('gift-cards', { environments: state })] });
    const code = `client.getBooleanValue('gift-cards', false);`;
    expect(checkCode(code, { snapshot: stale }).findings).toEqual([]);
    expect(checkCode(code, { snapshot: stale, criticalEnvironments: ['staging'] }).findings).toHaveLength(1);
  });
});

it('orders findings the same in every locale', () => {
  const [finding] = runChecks(input);
  if (finding === undefined) throw new Error('no finding');
  const inFile = (uri: string, flagKey: string | null = null) => ({ ...finding, uri, flagKey });
  const sorted = [
    inFile('file:///ä.ts'),
    inFile('file:///b.ts', 'b'),
    inFile('file:///b.ts', 'B'),
    inFile('file:///a.ts'),
  ].sort(compareFindings);
  expect(sorted.map(({ uri, flagKey }) => `${uri} ${flagKey}`)).toEqual([
    'file:///a.ts null',
    'file:///b.ts B',
    'file:///b.ts b',
    'file:///ä.ts null',
  ]);
});
