import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../server/src/config/load.ts';
import { temporaryFolder, type FolderFiles } from '../session/temporary-folder.ts';
import { cli } from './run-cli.ts';

const shop: FolderFiles = {
  'src/flags.ts': `export enum FeatureFlag { NewCart = 'new-cart', GiftCards = 'gift-cards' }
export function isOpen(flag: FeatureFlag) { return window.__open.includes(flag); }
`,
  'src/cart.ts': `import { FeatureFlag, isOpen } from './flags';
export const total = () => (isOpen(FeatureFlag.NewCart) ? 1 : isOpen(FeatureFlag.GiftCards) ? 2 : 3);
`,
  'src/sale.ts': `import { config } from '@shop/runtime';
export const sale = () => (config.featureToggles.summerSale ? 1 : config.featureToggles.winterSale ? 2 : 3);
export const gifts = () => (config.featureToggles.giftWrap ? 1 : 2);
`,
  'src/billing/plan.ts': `export function hasFeature(feature: string) { return paid.includes(feature); }
if (hasFeature('sales-report')) show();
if (hasFeature('order-export')) show();
if (hasFeature('more-seats')) show();
`,
};
const isOpen = { module: './src/flags.ts', name: 'isOpen', key: 0 };
const featureToggles = { name: 'featureToggles' };

async function keysUsed(cwd: string): Promise<unknown> {
  const { stdout } = await cli('usages --format json --no-cache', { cwd });
  const report = JSON.parse(stdout) as { callSites: { key: string | null; method: string }[] };
  return report.callSites.map(({ key, method }) => `${method} ${key}`);
}

test('--yes writes what it found, says why, and the flag reads are there from then on', async () => {
  const cwd = temporaryFolder(shop);
  expect(await keysUsed(cwd)).toEqual([]);
  const { code, stdout } = await cli('init --yes', { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain(`
Look-alikes that are left out (name them as "wrappers" where they are flag reads):
  hasFeature (./src/billing/plan.ts): called in 3 places with 3 different keys (more-seats, order-export, ...), not proposed, because its names speak of permissions, plans or other things that are no flags

2 ways in which this code seems to read flags of its own accord:
  featureToggles: 3 different members (giftWrap, summerSale, ...) read in 3 places
  isOpen (./src/flags.ts): called in 2 places with 2 different keys (gift-cards, new-cart), all listed in FeatureFlag (./src/flags.ts)
`);
  const { config } = loadConfig(cwd, { env: {} });
  expect([config.wrappers, config.flagObjects]).toEqual([[isOpen], [featureToggles]]);
  expect(await keysUsed(cwd)).toEqual([
    'isOpen new-cart',
    'isOpen gift-cards',
    'featureToggles summerSale',
    'featureToggles winterSale',
    'featureToggles giftWrap',
  ]);
});

test('a person decides about each proposal', async () => {
  const cwd = temporaryFolder(shop);
  const { code, stderr } = await cli('init', { cwd, answers: ['', 'n', 'y', ''] });
  expect(code).toBe(0);
  expect(stderr).toBe(
    'Which control plane, or none? [none] ' +
      '  Are these flag reads? [Y/n]   Are these flag reads? [Y/n] Write it? [Y/n] ',
  );
  const { config } = loadConfig(cwd, { env: {} });
  expect([config.wrappers, config.flagObjects]).toEqual([[isOpen], undefined]);
});

test('a cancelled look around writes nothing', async () => {
  const cwd = temporaryFolder(shop);
  const abort = new AbortController();
  abort.abort(new Error('cancelled'));
  const { code } = await cli('init --yes', { cwd, signal: abort.signal });
  expect([code === 0, existsSync(join(cwd, 'sluice.config.json'))]).toEqual([false, false]);
});

test('names of files cannot hide anything on the terminal or break out of the file', async () => {
  const cwd = temporaryFolder({
    'src/fl"ags\u202e.ts': shop['src/flags.ts'] ?? '',
    'src/cart.ts': String(shop['src/cart.ts'] ?? '').replace('./flags', './fl"ags\u202e'),
  });
  const { stdout } = await cli('init --yes', { cwd });
  expect(stdout).not.toContain('\u202e');
  expect(readFileSync(join(cwd, 'sluice.config.json'), 'utf8')).toContain('"./src/fl\\"ags\\u202e.ts"');
  expect(await keysUsed(cwd)).toEqual(['isOpen new-cart', 'isOpen gift-cards']);
});
