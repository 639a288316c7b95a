/** What the page shows: sign-in, matrix, filters, empty states, roles. */
import assert from 'node:assert/strict';
import { until } from '../support/runner.ts';
import { cellTexts, rowKeys } from './desk.ts';
import type { DashboardTest } from './suite.ts';

export const lookTests: readonly DashboardTest[] = [
  {
    name: 'a one-time link signs in once, and leaves no code in the address',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/new-checkout' });
      await page.getByRole('heading', { name: 'new-checkout' }).waitFor();
      assert.equal(page.url(), `${desk.plane.url}/#/flag/new-checkout`);
      const cookies = await page.context().cookies();
      assert.deepEqual(
        cookies.map(({ httpOnly, sameSite }) => [httpOnly, sameSite]),
        [[true, 'Strict']],
      );
      const link = await desk.link('viewer');
      await page.goto(link);
      await page.locator('body[data-phase="ready"]').waitFor();
      await page.goto(link);
      await page.getByText(/link/).first().waitFor();
      assert.equal(await page.locator('[role="grid"]').count(), 0);
    },
  },
  {
    name: 'the matrix shows every flag on every server, overrides apart',
    async run({ desk }) {
      const page = await desk.open();
      assert.deepEqual(await page.locator('.group.environment .group-label').allTextContents(), [
        'productioncritical',
        'staging',
        'development',
      ]);
      assert.deepEqual(await page.locator('.group.datacenter').allTextContents(), ['fra', 'iad', 'fra']);
      assert.deepEqual((await page.locator('.head .server .server-name').allTextContents()).slice(0, 5), [
        'fra-1',
        'fra-2',
        'fra-3',
        'fra-4',
        'iad-1',
      ]);
      assert.equal(await page.getByRole('rowheader').count(), 14);
      const datacenter = ' (override for this datacenter)';
      assert.deepEqual(await cellTexts(page, 'express-pay'), [
        '50 % (override for this server)',
        `10 %${datacenter}`,
        `10 %${datacenter}`,
        `10 %${datacenter}`,
        'off',
        'off',
        'off',
        'off',
        'on',
        'on',
        'on',
      ]);
      const row = page.locator('.row[data-key="new-checkout"]');
      assert.equal(await row.locator('.facts').textContent(), 'switchreleaseteam-checkout260 d');
      assert.equal(await row.locator('.age').textContent(), '203 daysby mia');
      assert.equal(await row.locator('.health').textContent(), 'stale');
      await row.locator('.age').hover();
      const tip = page.getByRole('tooltip');
      await tip.getByText('Constant for 203 days: production serves on everywhere.').waitFor();
      await tip.getByText('Reason: Conversion is up 2 %, no errors').waitFor();
    },
  },
  {
    name: 'filters narrow the rows, stay in the address, and can be cleared',
    async run({ desk }) {
      const page = await desk.open();
      await page.getByRole('button', { name: /Differs between servers/ }).click();
      assert.deepEqual(await rowKeys(page), ['express-pay', 'recommendations', 'search.typo-tolerance']);
      await page.getByRole('button', { name: /Partly open/ }).click();
      assert.deepEqual(await rowKeys(page), ['express-pay', 'recommendations']);
      await page.reload();
      await page.locator('.row').first().waitFor();
      assert.deepEqual(await rowKeys(page), ['express-pay', 'recommendations']);
      await page.getByRole('searchbox').fill('toaster');
      await page.getByRole('heading', { name: 'No flag matches' }).waitFor();
      await page.getByRole('button', { name: 'Clear the filters' }).click();
      assert.equal((await rowKeys(page)).length, 14);
      await page.getByRole('button', { name: /Archived/ }).click();
      assert.deepEqual(await rowKeys(page), ['old-search']);
      await page.getByRole('button', { name: /Archived/ }).click();
      await page.getByRole('combobox', { name: 'Environment' }).selectOption('staging');
      assert.deepEqual(await page.locator('.group.environment .group-label').allTextContents(), ['staging']);
      assert.deepEqual(await cellTexts(page, 'recommendations'), ['50 %', '50 %']);
    },
  },
  {
    name: 'somebody without a session is told how to get one, and one who signs out loses it',
    async run({ desk }) {
      const stranger = await desk.openSignedOut();
      await stranger.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await stranger.getByText(/sluice serve.*Open Dashboard/).waitFor();
      const page = await desk.open();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      assert.equal(await page.getByRole('rowheader').count(), 0);
      await page.reload();
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    },
  },
  {
    name: 'a project without flags says how to add one',
    seed: { environments: [{ key: 'production', critical: true, datacenters: [] }], flags: [] },
    async run({ desk }) {
      const page = await desk.open();
      await page.getByRole('heading', { name: 'No flags yet' }).waitFor();
    },
  },
  {
    name: 'a project without environments says how to add one',
    seed: { environments: [], flags: [] },
    async run({ desk }) {
      const page = await desk.open();
      await page.getByRole('heading', { name: 'No environments yet' }).waitFor();
    },
  },
  {
    name: 'text from the control plane stays text',
    seed: {
      environments: [{ key: 'production', critical: false, datacenters: [] }],
      flags: [
        {
          key: 'new-checkout',
          kind: 'switch',
          createdAt: '-1d',
          owner: '<b>mia</b>',
          description: '<img src=x onerror="document.title=1"><script>document.title=2</script>',
        },
      ],
    },
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/new-checkout' });
      await page.getByText('<img src=x onerror=').first().waitFor();
      assert.equal(await page.locator('main img, .panel img, main b, .panel script').count(), 0);
      assert.equal(await page.title(), 'new-checkout · Sluice');
    },
  },
  {
    name: 'a key nobody knows is said to be unknown',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/new-chekout' });
      await page.getByText('This project has no flag with that key.').waitFor();
      await page.keyboard.press('Escape');
      await until('the panel to close', async () => (await page.locator('.panel').count()) === 0);
    },
  },
];
