import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../../server/src/cli/check/outcome.ts';
import { attacks } from '../../support/hostile-text.ts';
import { printed, someFinding, someReport, someState } from '../../support/reports.ts';
import { multitoolFindings, multitoolMissing } from '../../support/sarif-multitool.ts';
import { sarifErrors } from '../../support/schemas.ts';

const place = (line: number, column: number, endColumn: number) => ({
  file: 'src/checkout.ts',
  line,
  column,
  endLine: line,
  endColumn,
});

/** Uses every part of a log that Sluice writes. */
const full = someReport(
  [
    someFinding({
      finding: { check: 'unawaited-evaluation', evidence: [{ label: 'production', value: 'on', since: null }] },
      related: [{ ...place(3, 7, 20), file: 'src/keys, old.ts' }],
      fixes: [
        { title: 'Await the evaluation', edits: [{ place: place(6, 35, 35), newText: 'await ' }] },
        { title: 'Take the call out', edits: [{ place: place(6, 35, 49), newText: '' }] },
      ],
      isNew: true,
      change: 'in-change',
      controlPlane: 'shop',
    }),
    someFinding({ finding: { flagKey: null, severity: 'hint' }, isNew: false, fingerprint: 'b'.repeat(32) }),
  ],
  {
    state: { ...someState, complete: false, problem: 'The second page was lost.' },
    outcome: outcomeOf({ reason: 'The second page was lost.', isStateRequired: true, fails: true }),
    baseline: { file: 'known.json', known: 1, new: 1, leftOut: 0, gone: 0, notTold: 0, isPruned: false },
    summary: {
      files: 2,
      parsed: 2,
      skipped: { binary: 0, minified: 0, oversized: 1, unreadable: 0 },
      problems: [{ uri: 'file:///shop/src/big.ts', message: 'The file has 3.0 MiB; files over 2 MiB are left out.' }],
    },
    maxFindings: 1,
  },
);

const all = { ...full, maxFindings: null };

test('valid by the published schema', () => {
  for (const report of [full, all, someReport([])]) expect(sarifErrors(printed(report, 'sarif'))).toEqual([]);
});

test('this test would see a wrong log', () => {
  const log = JSON.parse(printed(all, 'sarif'));
  log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
  log.runs[0].results[1].fixes = [{ artifactChanges: [] }];
  expect(sarifErrors(JSON.stringify(log))).toHaveLength(2);
});

test('fixes are edits of a file, where code can go without anything in its place', () => {
  const [{ fixes }] = JSON.parse(printed(all, 'sarif')).runs[0].results;
  const uri = { uri: 'src/checkout.ts', uriBaseId: '%SRCROOT%' };
  expect(fixes).toEqual([
    {
      description: { text: 'Await the evaluation' },
      artifactChanges: [
        {
          artifactLocation: uri,
          replacements: [
            {
              deletedRegion: { startLine: 6, startColumn: 35, endLine: 6, endColumn: 35 },
              insertedContent: { text: 'await ' },
            },
          ],
        },
      ],
    },
    {
      description: { text: 'Take the call out' },
      artifactChanges: [
        {
          artifactLocation: uri,
          replacements: [{ deletedRegion: { startLine: 6, startColumn: 35, endLine: 6, endColumn: 49 } }],
        },
      ],
    },
  ]);
});

test('what a result says of itself', () => {
  const [first, second] = JSON.parse(printed(all, 'sarif')).runs[0].results;
  expect(first).toMatchObject({
    baselineState: 'new',
    partialFingerprints: { 'sluiceFinding/v1': '0123456789abcdef0123456789abcdef' },
    properties: { flagKey: 'new-checkout', controlPlane: 'shop', change: 'in-change' },
    relatedLocations: [{ id: 1, physicalLocation: { artifactLocation: { uri: 'src/keys%2C%20old.ts' } } }],
  });
  expect(second.baselineState).toBe('unchanged');
  expect('properties' in second).toBe(false);
});

const missing = multitoolMissing();
const isRequired =
  process.env['SLUICE_REQUIRE_SERVERS'] !== undefined && process.platform === 'linux' && process.arch === 'x64';
if (missing !== null && !isRequired) console.warn(`Skipped: the SARIF multitool's judgement, because ${missing}.`);

describe.skipIf(missing !== null && !isRequired)('the SARIF multitool', () => {
  // The manifest names no home page yet.
  const accepted = ['warning SARIF2005: runs[0].tool.driver'];

  test.each([
    { title: 'everything that Sluice writes', report: all },
    { title: 'no finding', report: someReport([]) },
    {
      title: 'hostile text',
      report: someReport(
        attacks.map(({ text }, at) =>
          someFinding({
            finding: { message: text, flagKey: text },
            place: { file: `src/${text}.ts` },
            fingerprint: at.toString(16).padStart(32, '0'),
          }),
        ),
      ),
    },
  ])('has nothing against $title', async ({ report }) => {
    const against = await multitoolFindings(printed(report, 'sarif'));
    expect(against.filter((line) => !accepted.includes(line))).toEqual([]);
  });

  test('would say so', async () => {
    const log = JSON.parse(printed(all, 'sarif'));
    log.runs[0].results[0].ruleIndex = 10_000;
    log.runs[0].results[0].locations[0].physicalLocation.region.endLine = 1;
    const against = await multitoolFindings(JSON.stringify(log));
    expect(against.filter((line) => line.startsWith('error')).length).toBeGreaterThan(0);
  });
});
