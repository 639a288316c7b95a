import { describe, expect, it } from 'vitest';
import { applyFix } from '../../support/apply-fix.ts';
import { checkCode, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const whole: CheckCodeOptions = { workspace: { isWhole: true } };
const known = `client.getBooleanValue('new-checkout', false);`;
const unknown = `client.getBooleanValue('old-cart', false);`;
const unused = `// sluice-ignore-next-line unknown-flag -- created with release 12\n${known}`;

const messages = (code: string, options: CheckCodeOptions = whole): readonly string[] =>
  checkCode(code, options)
    .findings.filter(({ check }) => check === 'unused-suppression')
    .map(({ severity, message }) => `${severity}: ${message}`);

describe('a suppression that hides nothing', () => {
  it.each<[string, string, string]>([
    ['its check', unused, 'info: This suppression hides nothing of unknown-flag (created with release 12).'],
    [
      'its checks',
      `// sluice-ignore-next-line unknown-flag, wrong-value-type -- x\n${known}`,
      'info: This suppression hides nothing of unknown-flag or wrong-value-type (x).',
    ],
    [
      'the whole file',
      `// sluice-ignore-file unknown-flag -- x\n${known}`,
      'info: This suppression hides nothing of unknown-flag (x).',
    ],
    [
      'no code at all',
      '// sluice-ignore-line stale-switch -- x',
      'info: This suppression hides nothing of stale-switch (x).',
    ],
    [
      'any check, no flag near',
      `// sluice-ignore-next-line -- x\n\n${known}`,
      'info: This suppression hides nothing (x).',
    ],
    [
      'the wrong line',
      `// sluice-ignore-next-line unknown-flag -- x\n\n${unknown}`,
      'info: This suppression hides nothing of unknown-flag (x).',
    ],
  ])('%s', (_, code, message) => expect(messages(code)).toEqual([message]));

  it('can be removed', () => {
    const [finding] = checkCode(unused, whole).findings;
    expect(finding).toMatchObject({ check: 'unused-suppression', isUnnecessary: true });
    expect(applyFix(unused, finding)).toBe(known);
  });

  it('cannot be suppressed, and can have another severity or none', () => {
    const code = `/* sluice-ignore-file unused-suppression -- all */\n${unused}`;
    const set = (severity: 'error' | 'off') =>
      messages(code, { ...whole, settings: { 'unused-suppression': { severity } } });
    expect(set('error')).toHaveLength(1);
    expect(set('off')).toEqual([]);
  });
});

describe('nothing is said', () => {
  const snapshot = shopSnapshot();
  it.each<[string, string, CheckCodeOptions]>([
    ['of one that hides something', `// sluice-ignore-next-line unknown-flag -- x\n${unknown}`, whole],
    [
      'of one of two that hide the same',
      `// sluice-ignore-file unknown-flag -- x\n// sluice-ignore-next-line unknown-flag -- x\n${unknown}`,
      whole,
    ],
    [
      'of one that hides something of one check',
      `// sluice-ignore-next-line unknown-flag, stale-switch -- x\n${unknown}`,
      whole,
    ],
    ['before the whole workspace was read', unused, {}],
    ['without a state', unused, { ...whole, snapshot: null }],
    ['with half a state', unused, { ...whole, snapshot: { ...snapshot, complete: false } }],
    ['with an old state', unused, { ...whole, snapshot: { ...snapshot, readAt: daysAgo(3) } }],
    ['with an empty state', unused, { ...whole, snapshot: { ...snapshot, flags: [] } }],
    ['where its check is off', unused, { ...whole, settings: { 'unknown-flag': { severity: 'off' } } }],
    [
      'where one of its checks is off',
      unused.replace('unknown-flag', 'unknown-flag, wrong-value-type'),
      { ...whole, settings: { 'wrong-value-type': { severity: 'off' } } },
    ],
    ['in tests that its check does not look at', unused, { ...whole, callSite: { inTest: true } }],
    ['of age, as long as a flag is read there', `// sluice-ignore-next-line stale-switch -- x\n${known}`, whole],
    ['of all checks, as long as a flag is read there', `${known} // sluice-ignore-line -- x`, whole],
    ['of one that is past its day', unused.replace(' --', ' until 2026-11-01 --'), whole],
    ['of one that names what cannot be suppressed', '// sluice-ignore-line invalid-suppression -- x', whole],
  ])('%s', (_, code, options) => expect(messages(code, options)).toEqual([]));

  it('where a stale flag was switched meanwhile', () => {
    const code = `// sluice-ignore-next-line stale-switch -- agreed\nclient.getBooleanValue('gift-cards', false);`;
    const on = (forDays: number) =>
      shopSnapshot({ flags: [shopSwitch('gift-cards', { environments: { production: serves('on', { forDays }) } })] });
    expect(checkCode(code, { ...whole, snapshot: on(205) }).suppressed).toHaveLength(1);
    expect(checkCode(code, { ...whole, snapshot: on(1) })).toEqual({ findings: [], suppressed: [] });
  });
});
