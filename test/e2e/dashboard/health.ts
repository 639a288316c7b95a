/** What is wrong with flags: marks, filters, counts, and the reason in words for the mouse, the keyboard and screen readers. */
import assert from 'node:assert/strict';
import { cellTexts, rowKeys } from './desk.ts';
import { standIn, troubledFleet } from './stand-in.ts';
import type { DashboardTest } from './suite.ts';

export const healthTests: readonly DashboardTest[] = [
  {
    name: 'every flag says what is wrong with it in a word, and the filters count and pick by it',
    async run({ desk }) {
      const page = await desk.open({ prepare: (target) => standIn(target, { fleet: troubledFleet() }) });
      const chips = page.getByRole('group', { name: 'Health' }).getByRole('button');
      assert.deepEqual(await chips.allTextContents(), ['Drifting 1', 'Stuck 2', 'Expired 1', 'Stale 3']);
      const health = (key: string): Promise<string | null> =>
        page.locator(`.row[data-key="${key}"] .health`).textContent();
      assert.equal(await health('free-shipping-banner'), 'expiredstale');
      assert.equal(await health('price-service-v2'), 'stuck');
      assert.equal(await health('express-pay'), 'drifting');
      assert.equal(await health('stop-payments'), '');

      await chips.filter({ hasText: 'Stuck' }).click();
      assert.deepEqual(await rowKeys(page), ['price-service-v2', 'recommendations']);
      await chips.filter({ hasText: 'Drifting' }).click();
      assert.deepEqual(await rowKeys(page), ['express-pay', 'price-service-v2', 'recommendations']);
      assert.match(page.url(), /health=drifting%2Cstuck/);
      assert.equal(await page.locator('#summary').textContent(), '3 of 14 flags');
      await page.reload();
      await page.locator('.row').first().waitFor();
      assert.deepEqual(await rowKeys(page), ['express-pay', 'price-service-v2', 'recommendations']);
      await chips.filter({ hasText: 'Stuck' }).click();
      await chips.filter({ hasText: 'Drifting' }).click();
      await page.getByRole('columnheader', { name: 'Health' }).click();
      assert.deepEqual((await rowKeys(page)).slice(0, 2), ['express-pay', 'price-service-v2']);
    },
  },
  {
    name: 'the reason is in words: in the tooltip of whatever has the focus or the pointer, and in the panel',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/?q=new-checkout' });
      await page.locator('a.key').first().focus();
      await page.keyboard.press('ArrowRight');
      const tip = page.getByRole('tooltip');
      const reason = /^stale: On everywhere in production for 203 days, since .* A release flag may stay 30 days\./;
      await tip.getByText(reason).waitFor();
      // A screen reader reads it as the description of the cell.
      const described = await page.evaluate(() => {
        const id = document.activeElement?.getAttribute('aria-describedby') ?? '';
        return document.getElementById(id)?.textContent ?? '';
      });
      assert.match(described, /may stay 30 days/);
      await page.keyboard.press('Escape');
      assert.equal(await tip.count(), 0);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await tip.getByText('on (inherited from production)').waitFor();
      await tip.getByText(reason).waitFor();
      assert.equal((await cellTexts(page, 'new-checkout'))[0], 'on, stale');

      await page.locator('.row[data-key="new-checkout"] .health').hover();
      await tip.getByText(reason).waitFor();
      // The pointer may go over the tip itself, so that it can be read with a magnifier.
      await tip.hover();
      await tip.getByText(reason).waitFor();
      await page.keyboard.press('Enter');
      const panel = page.getByRole('complementary', { name: 'new-checkout' });
      await panel
        .getByRole('list', { name: 'Health' })
        .getByText(/^On everywhere in production for 203 days/)
        .waitFor();
    },
  },
  {
    name: 'an archived flag says so and is read-only, with the reason at each control',
    async run({ desk }) {
      const page = await desk.open({ role: 'admin', path: '/#/flag/old-search?archived=1' });
      await page.locator('.panel-environment').first().waitFor();
      assert.equal(await page.locator('.row[data-key="old-search"] .health').textContent(), 'archived');
      const toggles = page.locator('.panel').getByRole('switch');
      assert.ok((await toggles.count()) > 0);
      for (const toggle of await toggles.all()) {
        assert.equal(await toggle.getAttribute('aria-disabled'), 'true');
        const id = await toggle.getAttribute('aria-describedby');
        assert.match((await page.locator(`[id="${id}"]`).textContent()) ?? '', /archived: it is read-only/);
      }
      await toggles.first().click({ force: true });
      assert.equal(await page.getByRole('dialog').count(), 0);
    },
  },
  {
    name: 'without a critical environment nothing is judged, and the page says that',
    seed: {
      environments: [{ key: 'development', critical: false, datacenters: [] }],
      flags: [
        {
          key: 'new-checkout',
          kind: 'switch',
          createdAt: '-90d',
          servings: { development: { kind: 'static', variant: 'on' } },
        },
      ],
    },
    async run({ desk }) {
      const page = await desk.open();
      await page.locator('.row .health').hover();
      await page.getByRole('tooltip').getByText('No environment is marked critical').waitFor();
    },
  },
];
