import { describe, expect, it } from 'vitest';
import type { SuppressionResult } from '../../server/src/core/suppress.ts';
import { parseSuppression } from '../../server/src/core/suppression.ts';
import { checkCode, findingLines, type CheckCodeOptions } from '../support/check-code.ts';
import { shopSnapshot } from '../support/snapshots.ts';

const span = { start: 0, end: 1 };

/** What the comment means, in one line. */
function parsed(text: string): string {
  const result = parseSuppression({ text, span });
  if (result.kind === 'other') return 'other';
  if (result.kind === 'broken') return result.broken.message;
  const { reach, checks, until, reason } = result.suppression;
  return `${reach} | ${checks?.join(' ') ?? 'all'} | ${until ?? 'for good'} | ${reason}`;
}

describe('a suppression', () => {
  it.each([
    [' sluice-ignore-next-line unknown-flag -- created later', 'next-line | unknown-flag | for good | created later'],
    ['sluice-ignore-line stale-switch,stuck-valve -- agreed', 'line | stale-switch stuck-valve | for good | agreed'],
    [
      'sluice-ignore-line stale-switch , stuck-valve until 2027-03-01 -- agreed',
      'line | stale-switch stuck-valve | 2027-03-01 | agreed',
    ],
    [' sluice-ignore-file -- generated', 'file | all | for good | generated'],
    [' sluice-ignore-file until 2027-03-01 -- generated', 'file | all | 2027-03-01 | generated'],
    [
      '*\n * sluice-ignore-file unknown-flag\n * -- two\r\n *    lines\n ',
      'file | unknown-flag | for good | two lines',
    ],
    [
      ' sluice-ignore-line unknown-flag --no blank -- and more',
      'line | unknown-flag | for good | no blank -- and more',
    ],
    [' sluice-ignore-line unknown-flag -- until 2027-03-01', 'line | unknown-flag | for good | until 2027-03-01'],
    [' sluice-ignore-line until 2028-02-29 -- leap day', 'line | all | 2028-02-29 | leap day'],
  ])('%j', (text, meaning) => expect(parsed(text)).toBe(meaning));
});

describe('not a suppression', () => {
  it.each([
    ' see sluice-ignore-line in the docs',
    ' sluice-ignored by hand',
    ' sluiceignore-line',
    '',
    ' eslint-disable-line -- no',
  ])('%j', (text) => expect(parsed(text)).toBe('other'));
});

describe('a broken suppression says what is wrong', () => {
  const noReason = 'This suppression has no reason: write one after " -- " at its end.';
  const noDate = 'The end of this suppression is no date: write it as "until 2027-03-01".';
  it.each([
    [' sluice-ignore-line unknown-flag', noReason],
    [' sluice-ignore-line unknown-flag --', noReason],
    [' sluice-ignore-line', noReason],
    [' sluice-ignore-line unknown-flag until tomorrow -- soon', noDate],
    [' sluice-ignore-line unknown-flag until -- soon', noDate],
    [' sluice-ignore-line unknown-flag until 2027-02-30 -- no such day', noDate],
    [' sluice-ignore-line unknown-flag until 2027-3-1 -- soon', noDate],
    [
      ' sluice-ignore -- all of it',
      /^There is no suppression sluice-ignore: write sluice-ignore-next-line, sluice-ignore-line or /,
    ],
    [' sluice-ignore-nextline -- typing error', /^There is no suppression sluice-ignore-nextline:/],
    [
      ' sluice-ignore-line stale-flag -- old name',
      /^There is no check stale-flag to suppress: the checks are unknown-flag, /,
    ],
    [' sluice-ignore-line because it is fine', /^There is no check because to suppress/],
    [' sluice-ignore-line a\u202eb -- hidden', /^There is no check a\\u\{202e\}b/],
  ])('%j', (text, message) => expect(parsed(text)).toMatch(message));

  it('is reported, and silences nothing', () => {
    expect(findingLines(`// sluice-ignore-next-line unknown-flag\nclient.getBooleanValue('old-cart', false);`)).toEqual(
      [
        `// sluice-ignore-next-line unknown-flag warning invalid-suppression: ${noReason}`,
        expect.stringMatching(/^'old-cart' error unknown-flag/),
      ],
    );
  });

  it('can have another severity, or none', () => {
    const code = '// sluice-ignore-line';
    const severityOf = (severity: 'error' | 'off') =>
      checkCode(code, { settings: { 'invalid-suppression': { severity } } }).findings.map(
        (finding) => finding.severity,
      );
    expect(severityOf('error')).toEqual(['error']);
    expect(severityOf('off')).toEqual([]);
  });

  it('cannot be suppressed itself', () => {
    expect(checkCode('/* sluice-ignore-file -- all */\n// sluice-ignore-line').findings).toHaveLength(1);
  });
});

describe('where a suppression reaches', () => {
  /** The keys that are still reported. */
  const left = (code: string, options?: CheckCodeOptions) =>
    checkCode(code, options).findings.map((finding) => finding.flagKey ?? finding.check);
  const a = `client.getBooleanValue('old-cart', false);`;
  const b = `client.getBooleanValue('older-cart', false);`;

  it.each<[string, string, readonly string[]]>([
    ['the next line', `// sluice-ignore-next-line -- x\n${a}\n${b}`, ['older-cart']],
    ['not the line after a blank one', `// sluice-ignore-next-line -- x\n\n${a}`, ['old-cart']],
    ['not its own line', `${a} // sluice-ignore-next-line -- x`, ['old-cart']],
    ['everything in the next line', `// sluice-ignore-next-line -- x\n${a} ${b}`, []],
    ['its line', `${a} // sluice-ignore-line -- x\n${b}`, ['older-cart']],
    ['its line, from the front', `/* sluice-ignore-line -- x */ ${a}`, []],
    ['the file, from anywhere', `${a}\n${b}\n/* sluice-ignore-file -- x */`, []],
    ['the line after a long comment', `/* sluice-ignore-next-line\n * -- x\n */\n${a}`, []],
    ['lines that end in \\r\\n', `// sluice-ignore-next-line -- x\r\n${a}\r\n${b}`, ['older-cart']],
    [
      'a key in a later line of the call',
      `// sluice-ignore-next-line -- x\nclient.getBooleanValue(\n  'old-cart',\n  false,\n);`,
      [],
    ],
    [
      'a key below a comment inside the call',
      `client.getBooleanValue(\n  // sluice-ignore-next-line -- x\n  'old-cart',\n  false);`,
      [],
    ],
    [
      'not the arguments behind the key',
      `client.getBooleanValue('old-cart',\n  // sluice-ignore-next-line -- x\n  false);`,
      ['old-cart'],
    ],
    [
      'the code below a stack of comments',
      `// sluice-ignore-next-line unknown-flag -- x\n// sluice-ignore-next-line stale-switch -- y\n${a}`,
      [],
    ],
    ['only the checks it names', `// sluice-ignore-next-line stale-switch -- x\n${a}`, ['old-cart']],
  ])('%s', (_, code, keys) => expect(left(code)).toEqual(keys));

  it('tells which comment silenced what', () => {
    const { suppressed } = checkCode(`// sluice-ignore-next-line unknown-flag -- created with release 12\n${a}`);
    expect(suppressed).toMatchObject([
      {
        finding: { check: 'unknown-flag', flagKey: 'old-cart' },
        suppression: { reason: 'created with release 12', reach: 'next-line' },
      },
    ]);
  });
});

describe('the last day', () => {
  const code = `// sluice-ignore-next-line unknown-flag until 2027-03-01 -- created with release 12\nclient.getBooleanValue('old-cart', false);`;
  // The state must be fresh at that moment, too.
  const at = (iso: string) => checkCodeAt(code, iso);

  it('counts to its end, in UTC', () => {
    expect(at('2027-03-01T23:59:59.999Z').findings).toEqual([]);
    expect(checksOf(at('2027-03-02T00:00:00Z'))).toEqual(['expired-suppression', 'unknown-flag']);
  });

  it('is told by the finding that comes back', () => {
    expect(at('2027-03-02T00:00:00Z').findings[1]?.evidence.at(-1)).toEqual({
      label: 'suppression',
      value: 'ended on 2027-03-01 (created with release 12)',
      since: null,
    });
  });

  it('does not end another suppression of the same finding', () => {
    const after = checkCodeAt(`// sluice-ignore-file -- for good\n${code}`, '2027-03-02T00:00:00Z');
    expect(checksOf(after)).toEqual(['expired-suppression']);
  });
});

function checksOf({ findings }: SuppressionResult): readonly string[] {
  return findings.map(({ check }) => check);
}

function checkCodeAt(code: string, iso: string) {
  const readAt = new Date(Date.parse(iso)).toISOString();
  return checkCode(code, { now: Date.parse(iso), snapshot: { ...shopSnapshot(), readAt } });
}
