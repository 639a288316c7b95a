/** That the page can be read: names and roles, contrast, zoom, narrow screens, whatever text comes. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { screenshot } from '../support/browser.ts';
import { dialog, scopeRow } from './desk.ts';
import { poorContrast, unnamedControls } from './inspect.ts';
import { miasRequest, standIn, troubledFleet } from './stand-in.ts';
import type { DashboardTest } from './suite.ts';

const views = ['/', '/#/flag/express-pay', '/#/flag/button-color', '/#/requests', '/#/?archived=1', '/#/?q=toaster'];

export const readableTests: readonly DashboardTest[] = [
  {
    name: 'every control has a name, and every text stands out from what is behind it, in light and dark',
    async run({ desk }) {
      const { revision } = await desk.flag('express-pay');
      const parts = { fleet: troubledFleet(), approval: ['production'], requests: [miasRequest(revision ?? '')] };
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const role of ['operator', 'viewer'] as const) {
          const page = await desk.open({ role, browser: { colorScheme }, prepare: (target) => standIn(target, parts) });
          await page.locator('[data-state="live"]').waitFor();
          for (const path of views) {
            await page.goto(`${desk.plane.url}${path}`);
            await page
              .locator(path.includes('toaster') ? '.notice' : '.row')
              .first()
              .waitFor();
            await assertReadable(page, `${path} in ${colorScheme} as ${role}`);
          }
          if (role === 'viewer') continue;
          await page.goto(`${desk.plane.url}/#/flag/express-pay`);
          await scopeRow(page, 'production', 'all servers').getByRole('button', { name: '25 %' }).click();
          await dialog(page).waitFor();
          await assertReadable(page, `the confirmation in ${colorScheme}`);
          await page.keyboard.press('Escape');
          await page.getByRole('button', { name: 'Undo…' }).click();
          await assertReadable(page, `undo in ${colorScheme}`);
        }
      }
    },
  },
  {
    name: 'zoomed in to 200 % and on 360 px everything is in reach and nothing sticks out',
    async run({ desk }) {
      const sizes = { zoomed: { width: 640, height: 400 }, narrow: { width: 360, height: 740 } };
      for (const [size, viewport] of Object.entries(sizes)) {
        const page = await desk.open({
          browser: { viewport },
          prepare: (target) => standIn(target, { fleet: troubledFleet(), approval: ['production'] }),
        });
        await page.locator('[data-state="live"]').waitFor();
        await assertFits(page);
        await screenshot(page, `dashboard-${size}`);
        await page.locator('a.key').first().focus();
        await page.keyboard.press('End');
        assert.ok(await page.evaluate(() => document.activeElement?.checkVisibility()));
        await page.goto(`${desk.plane.url}/#/flag/express-pay`);
        await page.locator('.history li').first().waitFor();
        await assertFits(page);
        await screenshot(page, `dashboard-${size}-flag`);
        // The panel covers the rest: the keyboard does not wander off behind it.
        assert.ok(await page.locator('#main').evaluate((node) => node.hasAttribute('inert')));
        await scopeRow(page, 'production', 'all servers').getByRole('button', { name: '25 %' }).click();
        await dialog(page).getByRole('button', { name: 'Cancel' }).click();
        await page.getByRole('button', { name: 'Close this flag' }).click();
        assert.equal(await page.locator('#main').evaluate((node) => node.hasAttribute('inert')), false);
      }
    },
  },
  {
    name: 'whatever text comes stays text, in its own direction, and leaves the rest where it is',
    seed: {
      environments: [
        {
          key: 'production',
          critical: true,
          datacenters: [{ key: 'fra', servers: ['shop-fra-web-frontend-01', 'shop-fra-web-frontend-02'] }],
        },
      ],
      flags: [
        {
          key: 'a'.repeat(200),
          kind: 'valve',
          createdAt: '-1d',
          owner: 'צוות תשלומים',
          description: 'כפתורי ארנק בעמוד המוצר 👛🇮🇱 — <b onclick="alert(1)">bold</b>',
          servings: {
            production: {
              kind: 'fractional',
              shares: [
                { variant: 'on', share: 1 },
                { variant: 'off', share: 9999 },
              ],
            },
          },
        },
        { key: 'emoji', kind: 'switch', createdAt: '-1d', owner: '👩‍💻 team 🛒', description: '🎁'.repeat(500) },
        {
          key: 'mirror',
          kind: 'switch',
          createdAt: '-1d',
          owner: 'team\u200frev',
          description: 'left\u200f right\n\n<script>document.title=2</script>',
        },
      ],
    },
    async run({ desk }) {
      const page = await desk.open();
      await page.locator('.row .cell', { hasText: '0.01 %' }).first().waitFor();
      await assertFits(page);
      assert.equal(await page.locator('[data-key="mirror"] .owner').textContent(), 'team\\u{200f}rev');
      assert.equal(await page.locator('[data-key="emoji"] .owner').textContent(), '👩‍💻 team 🛒');
      for (const key of ['emoji', 'mirror', 'a'.repeat(200)]) {
        await page.goto(`${desk.plane.url}/#/flag/${key}`);
        await page.locator('.panel .description').waitFor();
        await assertFits(page);
        await screenshot(page, `dashboard-text-${key.slice(0, 6)}`);
      }
      assert.equal(await page.locator('.panel b, .panel script').count(), 0);
      assert.match(await page.title(), /^a{200} · Sluice$/);
    },
  },
];

async function assertReadable(page: Page, what: string): Promise<void> {
  assert.deepEqual(await unnamedControls(page), [], `controls without a name: ${what}`);
  assert.deepEqual(await poorContrast(page), [], `too little contrast: ${what}`);
}

async function assertFits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  assert.ok(content <= window, `the page is ${content} px wide in a window of ${window} px`);
}
