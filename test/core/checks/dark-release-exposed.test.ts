import { describe, expect, it } from 'vitest';
import { darkReleaseExposed } from '../../../server/src/core/checks/dark-release-exposed.ts';
import type { CheckFinding } from '../../../server/src/core/checks/check.ts';
import { onlyFile } from '../../../server/src/core/checks/run.ts';
import { createFlagIndex, join } from '../../../server/src/core/join.ts';
import type { Flag } from '../../../server/src/core/model.ts';
import { dayMs } from '../../../server/src/core/state/age.ts';
import { callSitesOf } from '../../support/call-sites-of.ts';
import { daysAgo, now, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const head = `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`;
const read = `await client.getBooleanValue('new-ranking', false)`;
const inFunction = (body: string): string => `async function search(books) {\n${body}\n}`;

/** Code is read for real. */
function check(code: string, parts: Partial<Flag> = {}): readonly CheckFinding[] {
  const source = `${head}${code}\n`;
  const snapshot = shopSnapshot({ flags: [shopSwitch('new-ranking', { purpose: 'dark', ...parts })] });
  const usages = join(callSitesOf({ 'shop.tsx': source }), createFlagIndex(snapshot, { now, maxAgeMs: dayMs }));
  return darkReleaseExposed.run({
    usages,
    snapshot,
    criticalEnvironments: [],
    now,
    options: { after: {} },
    elsewhere: () => [],
    text: () => source,
    workspace: onlyFile(usages),
  });
}
const returned = inFunction(`if (${read}) return rankAnew(books);\nreturn rank(books);`);

describe('reported', () => {
  it.each([
    ['returned', returned, 'what runs while it is on returns a value.'],
    [
      'returned from a block',
      inFunction(`if (${read}) { const all = rankAnew(books); return all; }`),
      'returns a value.',
    ],
    [
      'the else side',
      inFunction(`if (!(${read})) return rank(books); else return rankAnew(books);`),
      'returns a value.',
    ],
    [
      'after an early return',
      inFunction(`if (!(${read})) return rank(books);\nreturn rankAnew(books);`),
      'returns a value.',
    ],
    ['rendered', `const page = <p>{(${read}) && <Ranking />}</p>;`, 'what runs while it is on renders something.'],
    ['rendered as it is', `const page = <p>{${read}}</p>;`, 'but its value is rendered.'],
    [
      'through a constant',
      inFunction(`const isNew = ${read};\nif (isNew) return rankAnew(books);`),
      'returns a value.',
    ],
  ])('%s', (_, code, message) => {
    const findings = check(code);
    expect(findings.map((finding) => finding.message)).toEqual([expect.stringContaining(message)]);
    expect(findings[0]?.message).toContain('The purpose of flag "new-ranking" is dark, ');
  });

  it('with the code that gets out, and who may be asked', () => {
    const [finding] = check(returned, { owner: 'team-search' });
    expect(finding?.related).toHaveLength(1);
    expect(finding?.evidence.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'purpose: dark',
      'owner: team-search',
    ]);
  });
});

describe('not reported', () => {
  it.each<[string, string, Partial<Flag>?]>([
    ['thrown away', inFunction(`if (${read}) void compare(rankAnew(books));\nreturn rank(books);`)],
    ['the side without it returns', inFunction(`if (!(${read})) return rank(books);\nvoid rankAnew(books);`)],
    ['a return without a value', inFunction(`if (${read}) { rankAnew(books); return; }`)],
    ['others take part', inFunction(`if (isStaff || ${read}) return rankAnew(books);`)],
    ['an answer with others', `const isNew = async () => (${read}) && isReady();`],
    [
      'what undoes an effect',
      `const isNew = ${read};\nuseEffect(() => { if (!isNew) return; start(); return () => { stop(); }; }, [isNew]);`,
    ],
    ['the answer of a function', `const isNew = async () => ${read};`],
    ['a release', returned, { purpose: 'release' }],
    ['no purpose', returned, { purpose: null }],
    ['archived', returned, { archivedAt: daysAgo(1) }],
  ])('%s', (_, code, parts) => expect(check(code, parts)).toEqual([]));
});
