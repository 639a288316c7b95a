import { describe, expect, it } from 'vitest';
import type { Check, CheckFinding } from '../../../server/src/core/checks/check.ts';
import { checkIds, checkMetas } from '../../../server/src/core/checks/registry.ts';
import { checkFile } from '../../../server/src/core/checks/run.ts';
import {
  defaultCheckSettings,
  isOn,
  presetSetting,
  presetSettings,
  type CheckSetting,
} from '../../../server/src/core/checks/settings.ts';
import { shopFile } from '../../support/call-sites.ts';
import { now, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

describe('presets', () => {
  it('name every check', () => {
    for (const preset of ['recommended', 'all', 'none'] as const)
      expect(Object.keys(presetSettings(preset))).toEqual([...checkIds]);
  });

  it.each([
    [undefined, 'recommended', 'warning'],
    [undefined, 'all', 'warning'],
    [undefined, 'none', 'off'],
    [false, 'recommended', 'off'],
    [false, 'all', 'warning'],
    [false, 'none', 'off'],
  ] as const)('a check with recommended: %s is in %s: %s', (recommended, preset, severity) => {
    const meta = { severity: 'warning', inTests: true, ...(recommended === undefined ? {} : { recommended }) } as const;
    expect(presetSetting(meta, preset)).toEqual({ severity, inTests: true, options: { after: {} } });
  });

  it('without configuration: what is recommended', () => {
    const off = checkMetas.filter(({ recommended }) => recommended === false).map(({ id }) => id);
    const settings = defaultCheckSettings();
    expect(checkIds.filter((id) => settings[id]?.severity === 'off')).toEqual(off);
  });
});

describe('severity by environment and purpose', () => {
  /** A finding about each of these flags and environments. */
  function severities(setting: Partial<CheckSetting>, found: Partial<CheckFinding>): readonly string[] {
    const meta = {
      id: 'told-check',
      title: '',
      description: '',
      category: 'use',
      severity: 'warning',
      inTests: true,
      needsState: false,
    } as const;
    const base = { uri: 'file:///a.ts', span: { start: 0, end: 1 }, message: 'told', flagKey: 'ops-flag' };
    const check: Check = {
      meta,
      run: () => [{ ...base, evidence: [], suggestions: [], related: [], ...found }],
    };
    const file = shopFile(`client.getBooleanValue('new-checkout', false);`);
    return checkFile(
      {
        uri: file.uri,
        usages: file.callSites.map((callSite) => ({ callSite, kind: 'not-loaded' })),
        comments: [],
        lineIndex: () => file.lineIndex,
        text: () => file.text,
        snapshot: shopSnapshot({
          flags: [shopSwitch('ops-flag', { purpose: 'ops' }), shopSwitch('unsaid', { purpose: null })],
        }),
        criticalEnvironments: null,
        now,
        settings: { 'told-check': { ...presetSetting(meta, 'all'), ...setting } },
      },
      [check],
    ).findings.map(({ severity }) => severity);
  }
  const staging = { environments: { staging: 'hint', production: 'error' } } as const;

  it.each<[string, Partial<CheckSetting>, Partial<CheckFinding>, readonly string[]]>([
    ['nothing said', {}, { environments: ['staging'] }, ['warning']],
    ['about one environment', staging, { environments: ['staging'] }, ['hint']],
    ['about several: the worst', staging, { environments: ['staging', 'production'] }, ['error']],
    ['one that is not named: the plain one', staging, { environments: ['staging', 'canary'] }, ['warning']],
    ['about none: the plain one', staging, {}, ['warning']],
    ['an empty list is none', staging, { environments: [] }, ['warning']],
    ['an environment called like a property', staging, { environments: ['toString'] }, ['warning']],
    ['off in the only one', { environments: { staging: 'off' } }, { environments: ['staging'] }, []],
    [
      'off in one of two: it drops out',
      { severity: 'info', environments: { staging: 'off' } },
      { environments: ['staging', 'production'] },
      ['info'],
    ],
    ['off in all', { environments: { staging: 'off', qa: 'off' } }, { environments: ['staging', 'qa'] }, []],
    ['on in one only', { severity: 'off', environments: { production: 'error' } }, { environments: ['staging'] }, []],
    [
      'on in one only, and that is it',
      { severity: 'off', environments: { production: 'error' } },
      { environments: ['production', 'staging'] },
      ['error'],
    ],
    ['on in one only, about none', { severity: 'off', environments: { production: 'error' } }, {}, []],
    ['by purpose', { purposes: { ops: 'hint' } }, {}, ['hint']],
    ['another purpose', { purposes: { release: 'hint' } }, {}, ['warning']],
    ['a flag without a purpose is a release flag', { purposes: { release: 'hint' } }, { flagKey: 'unsaid' }, ['hint']],
    ['a flag that is not known', { purposes: { ops: 'hint', release: 'hint' } }, { flagKey: 'gone' }, ['warning']],
    ['about no flag', { purposes: { ops: 'off', release: 'off' } }, { flagKey: null }, ['warning']],
    [
      'off by purpose is off everywhere',
      { purposes: { ops: 'off' }, ...staging },
      { environments: ['production'] },
      [],
    ],
    [
      'an environment goes before a purpose',
      { purposes: { ops: 'info' }, ...staging },
      { environments: ['staging'] },
      ['hint'],
    ],
  ])('%s', (_, setting, found, expected) => expect(severities(setting, found)).toEqual(expected));

  it('knows where nothing can be reported', () => {
    const off = { severity: 'off', inTests: true, options: { after: {} } } as const;
    expect(isOn(off)).toBe(false);
    expect(isOn({ ...off, environments: { staging: 'off' }, purposes: { ops: 'off' } })).toBe(false);
    expect(isOn({ ...off, environments: { staging: 'hint' } })).toBe(true);
    expect(isOn({ ...off, purposes: { ops: 'error' } })).toBe(true);
  });
});
