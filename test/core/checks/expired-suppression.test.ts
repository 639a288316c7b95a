import { describe, expect, it } from 'vitest';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { applyFix } from '../../support/apply-fix.ts';

const expired = '// sluice-ignore-next-line unknown-flag until 2026-11-22 -- created with release 12';
const unknown = `client.getBooleanValue('old-cart', false);`;
const known = `client.getBooleanValue('new-checkout', false);`;

describe('a suppression past its day', () => {
  it('is reported with what it hid', () => {
    expect(findingLines(`${expired}\n${unknown}`)).toEqual([
      `${expired} warning expired-suppression: This suppression ended on 2026-11-22 (created with release 12): decide again, or remove it.`,
      expect.stringMatching(/^'old-cart' error unknown-flag: /),
    ]);
    const [first] = checkCode(`${expired}\n${unknown}`).findings;
    expect(first?.evidence.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'it hid: unknown-flag: sluice at http://127.0.0.1:4650 has no flag "old-cart".',
    ]);
    expect(first?.fixes).toBeUndefined();
  });

  it('that hides nothing can be removed', () => {
    const code = `${expired}\n${known}`;
    expect(evidenceLines(code)).toEqual([]);
    const [finding] = checkCode(code).findings;
    expect(finding).toMatchObject({ check: 'expired-suppression', isUnnecessary: true });
    const fixed = applyFix(code, finding);
    expect(fixed).toBe(known);
    expect(checkCode(fixed).findings).toEqual([]);
  });

  it.each<[string, string, CheckCodeOptions]>([
    ['on its last day', `// sluice-ignore-next-line unknown-flag until 2026-11-23 -- x\n${unknown}`, {}],
    ['without a day', `// sluice-ignore-next-line unknown-flag -- x\n${unknown}`, {}],
    ['when turned off', `${expired}\n${known}`, { settings: { 'expired-suppression': { severity: 'off' } } }],
  ])('%s: nothing', (_, code, options) => expect(checkCode(code, options).findings).toEqual([]));

  it('needs no state', () => {
    const { findings } = checkCode(`${expired}\n${unknown}`, { snapshot: null });
    expect(findings.map(({ check }) => check)).toEqual(['expired-suppression']);
  });

  it('cannot be suppressed, and can have another severity', () => {
    const code = `// sluice-ignore-file -- all\n${expired}\n${unknown}`;
    const { findings } = checkCode(code, { settings: { 'expired-suppression': { severity: 'error' } } });
    expect(findings.map(({ check, severity }) => `${check} ${severity}`)).toEqual(['expired-suppression error']);
  });

  it('shows what a hostile reason is made of', () => {
    const [finding] = checkCode(`// sluice-ignore-line until 2026-11-22 -- x\u202e\u001b[2J`).findings;
    expect(finding?.message).toContain('(x\\u{202e}\\u{1b}[2J)');
  });
});
