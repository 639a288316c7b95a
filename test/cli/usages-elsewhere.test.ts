import { describe, expect, test } from 'vitest';
import { readUsages } from '../../server/src/cli/check/usages-elsewhere.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';
import { cli } from './run-cli.ts';
import { checkout, shop } from './shop.ts';

const reports = {
  'web.json': JSON.stringify({
    version: 1,
    callSites: [
      { keys: ['new-search'], role: 'evaluation' },
      { keys: ['new-search', 'old-search'], role: 'evaluation' },
      { keys: [], role: 'evaluation' },
      { keys: [], role: 'home-made-valve' },
    ],
  }),
  'app.json': JSON.stringify({ version: 1, callSites: [{ keys: ['newSearch'], role: 'evaluation' }] }),
};

describe('reads in other repositories', () => {
  test('are added up, under every spelling an SDK may give a key', () => {
    const usages = readUsages(['web.json', 'app.json'], { cwd: temporaryFolder(reports) });
    expect([usages?.of('new-search'), usages?.of('old-search'), usages?.of('other')]).toEqual([3, 1, 0]);
    expect(usages?.dynamic).toBe(1);
  });

  test('are not known where no report is given', () => {
    expect(readUsages([], { cwd: '/' })).toBeNull();
  });

  test('of a report that is named twice count once', () => {
    expect(readUsages(['app.json', './app.json'], { cwd: temporaryFolder(reports) })?.of('new-search')).toBe(1);
  });

  test('come from what `sluice usages` writes', async () => {
    const cwd = shop();
    await cli('usages --format json -o usages.json', { cwd });
    const usages = readUsages(['usages.json'], { cwd });
    expect([usages?.of('new-checkout'), usages?.dynamic]).toEqual([1, 1]);
  });
});

test.each([
  ['nowhere.json', 'nowhere.json cannot be read (ENOENT).'],
  ['broken.json', 'broken.json is not valid JSON'],
  ['other.json', 'other.json is not a report of `sluice usages --format json`'],
])('check --usages %s', async (file, said) => {
  const cwd = shop({ 'broken.json': '{', 'other.json': '{ "version": 2 }', 'src/checkout.ts': checkout });
  const { code, stdout, stderr } = await cli(`check --usages ${file}`, { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
});

test('a report that was written when not all could be read is named', async () => {
  const files = { 'web.json': '{ "version": 1, "callSites": [], "problems": [{ "file": "a.ts", "message": "" }] }' };
  const { code, stderr } = await cli('check --usages web.json', { cwd: shop(files) });
  expect(code).toBe(0);
  expect(stderr).toBe(
    'sluice: web.json was written when not all of its code could be read (1 problem): what is read there is not known.\n',
  );
});
