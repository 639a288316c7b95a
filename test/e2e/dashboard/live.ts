/** What happens without anybody touching the page: changes of others, lost connections, many flags, looks. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { screenshot } from '../support/browser.ts';
import { until } from '../support/runner.ts';
import { cellTexts, scopeRow } from './desk.ts';
import type { DashboardTest } from './suite.ts';

const off = { kind: 'static', variant: 'off' } as const;

export const liveTests: readonly DashboardTest[] = [
  {
    name: 'a change of somebody else shows at once, and only what changed flashes',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/new-checkout' });
      await page.locator('[data-state="live"]').waitFor();
      await page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''));
      await desk.write('new-checkout', { environment: 'production', datacenter: 'iad', server: 'iad-2' }, off);
      const changed = page.locator('.cell.flash-a, .cell.flash-b');
      await changed.first().waitFor();
      assert.deepEqual(await changed.allTextContents(), ['off (override for this server)']);
      assert.equal((await cellTexts(page, 'new-checkout'))[5], 'off (override for this server)');
      await scopeRow(page, 'production', 'iad-2').locator('.value', { hasText: 'off' }).waitFor();
      await page.locator('.history li').first().filter({ hasText: 'production / iad / iad-2' }).waitFor();
      assert.equal(await page.locator('body[data-not-reloaded]').count(), 1);
    },
  },
  {
    name: 'nothing flashes where motion is unwanted',
    async run({ desk }) {
      const page = await desk.open({ browser: { reducedMotion: 'reduce' } });
      await page.locator('[data-state="live"]').waitFor();
      await desk.write('new-checkout', { environment: 'staging' }, off);
      const changed = page.locator('.cell.flash-a, .cell.flash-b').first();
      await changed.waitFor();
      assert.equal(await changed.evaluate((node) => getComputedStyle(node).animationName), 'none');
    },
  },
  {
    name: 'an environment that grows gets its columns',
    async run({ desk }) {
      const page = await desk.open();
      await page.locator('[data-state="live"]').waitFor();
      await fetch(`${desk.plane.url}/api/v1/projects/shop/environments/development`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${desk.plane.adminToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ critical: false, datacenters: [{ key: 'lab', servers: ['lab-1', 'lab-2'] }] }),
      });
      await page.locator('.head .server', { hasText: 'lab-2' }).waitFor();
    },
  },
  {
    name: 'a lost connection keeps the last state, says how old it is, and comes back by itself',
    async run({ desk }) {
      const page = await desk.open();
      await page.locator('[data-state="live"]').waitFor();
      await page.route('**/api/v1/**', (route) => route.abort('connectionrefused'));
      // The stream is still up: it says that there is something new, and the page cannot read it.
      await desk.write('new-checkout', { environment: 'staging' }, off);
      await page
        .locator('[data-state="lost"]')
        .filter({ hasText: /Last update .*, reconnecting…/ })
        .waitFor();
      assert.equal(await page.getByRole('rowheader').count(), 14);
      await page.unroute('**/api/v1/**');
      await page.locator('[data-state="live"]').waitFor();
      assert.equal((await cellTexts(page, 'new-checkout'))[8], 'off');
    },
  },
  {
    name: 'a control plane that stops leaves the page readable',
    async run({ desk }) {
      const page = await desk.open();
      await page.locator('[data-state="live"]').waitFor();
      await desk.plane.close();
      await page.locator('[data-state="lost"]').filter({ hasText: 'reconnecting…' }).waitFor();
      assert.equal((await cellTexts(page, 'express-pay'))[0], '50 % (override for this server)');
    },
  },
  {
    name: 'nothing sticks out at 1280 px and on a phone, in light and dark',
    async run({ desk }) {
      const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
      for (const [size, viewport] of Object.entries(sizes)) {
        for (const colorScheme of ['light', 'dark'] as const) {
          const page = await desk.open({ browser: { viewport, colorScheme } });
          await page.locator('[data-state="live"]').waitFor();
          await assertFits(page);
          await screenshot(page, `dashboard-${size}-${colorScheme}`);
          await page.goto(`${desk.plane.url}/#/flag/express-pay`);
          await page.locator('.history li').first().waitFor();
          await assertFits(page);
          await screenshot(page, `dashboard-${size}-${colorScheme}-flag`);
          await scopeRow(page, 'production', 'all servers').getByRole('button', { name: '25 %' }).click();
          await until('the dialog', async () => (await page.getByRole('dialog').count()) === 1);
          await screenshot(page, `dashboard-${size}-${colorScheme}-confirm`);
        }
      }
    },
  },
];

async function assertFits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  assert.ok(content <= window, `the page is ${content} px wide in a window of ${window} px`);
}
