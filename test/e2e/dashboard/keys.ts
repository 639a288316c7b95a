/** The page without a mouse: the matrix as a grid, the focus through live changes, dialogs. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../support/runner.ts';
import { dialog, rowKeys, scopeRow } from './desk.ts';
import { manyFlags } from './shop.ts';
import type { DashboardTest } from './suite.ts';

const off = { kind: 'static', variant: 'off' } as const;
const on = { kind: 'static', variant: 'on' } as const;

/** Row and column of the focus, as a screen reader counts them, and what stands there. */
async function place(page: Page): Promise<[row: number, column: number, text: string]> {
  return page.evaluate(() => {
    const cell = document.activeElement?.closest('[aria-colindex]');
    const row = cell?.closest('[aria-rowindex]');
    const count = (node: Element | null | undefined, name: string): number => Number(node?.getAttribute(name));
    return [
      count(row, 'aria-rowindex'),
      count(cell, 'aria-colindex'),
      cell?.querySelector('a')?.textContent ?? cell?.textContent ?? '',
    ];
  });
}

export const keyTests: readonly DashboardTest[] = [
  {
    name: 'the matrix is one grid: one stop for Tab, arrows, Home, End, pages and letters inside',
    seed: manyFlags(500, 40),
    async run({ desk }) {
      const page = await desk.open();
      const grid = page.getByRole('grid', { name: 'Flags by server' });
      assert.equal(await grid.getAttribute('aria-rowcount'), '503');
      assert.equal(await grid.getAttribute('aria-colcount'), '43');
      assert.equal(await grid.locator('[tabindex="0"]').count(), 1);
      await page.locator('a.key').first().focus();
      assert.deepEqual(await place(page), [4, 1, 'shelf-0001']);
      for (const [key, row, column] of [
        ['ArrowDown', 5, 1],
        ['ArrowRight', 5, 2],
        ['ArrowRight', 5, 3],
        ['ArrowRight', 5, 4],
        ['End', 5, 43],
        ['Control+End', 503, 43],
        ['ArrowDown', 503, 43],
        ['ArrowUp', 502, 43],
        ['Home', 502, 1],
        ['Control+Home', 4, 1],
        ['ArrowUp', 1, 1],
        ['ArrowDown', 4, 1],
      ] as const) {
        await page.keyboard.press(key);
        assert.deepEqual((await place(page)).slice(0, 2), [row, column], `after ${key}`);
        assert.ok(await isInSight(page), `${key} leads into sight`);
      }
      await page.keyboard.press('PageDown');
      const [after] = await place(page);
      assert.ok(after > 10 && after < 30, `Page Down leads to row ${after}`);
      await page.keyboard.type('shelf-0250');
      assert.deepEqual(await place(page), [253, 1, 'shelf-0250']);
      assert.ok(await isInSight(page));
      // Only what is in sight exists, and it stands in the order in which it is read.
      assert.ok((await page.locator('.row').count()) < 40);
      const indexes = await page
        .locator('.row')
        .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
      assert.deepEqual(
        indexes,
        [...indexes].sort((one, other) => one - other),
      );
      const columns = await page
        .locator('.row')
        .first()
        .locator('[aria-colindex]')
        .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('aria-colindex'))));
      assert.deepEqual(
        columns,
        [...columns].sort((one, other) => one - other),
      );
    },
  },
  {
    name: 'Enter opens what a cell stands for, Escape leads back to it',
    async run({ desk }) {
      const page = await desk.open();
      await page.locator('a.key').first().focus();
      await page.keyboard.type('expr');
      for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
      const before = await place(page);
      assert.match(before[2], /^10 %/);
      await page.keyboard.press('Enter');
      await until('the scope to have the focus', () =>
        page.evaluate(
          () =>
            document.activeElement?.closest('[data-scope]')?.getAttribute('data-scope') ===
            '["production","fra","fra-2"]',
        ),
      );
      await page.keyboard.press('Escape');
      assert.deepEqual(await place(page), before);
    },
  },
  {
    name: 'live changes leave the focus, a selection and what is being typed alone',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/?sort=changed' });
      await page.locator('[data-state="live"]').waitFor();
      await page.locator('a.key', { hasText: 'stop-payments' }).focus();
      await page.keyboard.press('End');
      const before = await place(page);
      // The newest change comes first: the row with the focus moves down.
      await desk.write('new-checkout', { environment: 'production' }, off);
      await until('the new order', async () => (await rowKeys(page))[0] === 'new-checkout');
      const after = await place(page);
      assert.deepEqual(after.slice(1), before.slice(1));
      // The row itself changes and jumps to the top.
      await desk.write('stop-payments', { environment: 'production' }, on);
      await until('the row on top', async () => (await rowKeys(page))[0] === 'stop-payments');
      assert.deepEqual((await place(page)).slice(0, 2), [4, before[1]]);

      await page.goto(`${desk.plane.url}/#/flag/express-pay`);
      const percent = scopeRow(page, 'production', 'all servers').getByRole('textbox');
      await percent.fill('33');
      await desk.write('express-pay', { environment: 'production', datacenter: 'fra', server: 'fra-4' }, off);
      await page.locator('.history li').first().filter({ hasText: 'fra-4' }).waitFor();
      assert.equal(await percent.inputValue(), '33');
      assert.ok(await percent.evaluate((node) => node === document.activeElement));
    },
  },
  {
    name: 'a row that is filtered away hands the focus on, and rows that vanish do not take it with them',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/?partly=1' });
      await page.locator('[data-state="live"]').waitFor();
      await page.locator('a.key', { hasText: 'express-pay' }).focus();
      const before = await place(page);
      await desk.write('express-pay', { environment: 'production', datacenter: 'fra' }, null);
      await desk.write('express-pay', { environment: 'production', datacenter: 'fra', server: 'fra-1' }, null);
      await until('the row to go', async () => !(await rowKeys(page)).includes('express-pay'));
      const [row, column, text] = await place(page);
      assert.deepEqual([row, column], before.slice(0, 2));
      assert.equal(text, 'price-service-v2');
    },
  },
  {
    name: 'changes of others are told to screen readers, together, and without moving anything',
    async run({ desk }) {
      const page = await desk.open();
      await page.locator('[data-state="live"]').waitFor();
      const spoken = page.locator('#spoken');
      await desk.write('gift-cards', { environment: 'staging' }, on);
      await until('the news', async () => (await spoken.textContent()) === 'gift-cards changed in staging by admin');
      await desk.write('gift-cards', { environment: 'staging' }, off);
      await desk.write('new-checkout', { environment: 'staging' }, off);
      await until('the news of both', async () => (await spoken.textContent()) === '2 changes to 2 flags by admin');
    },
  },
  {
    name: 'a dialog keeps the focus, and gives it back',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/new-checkout' });
      const toggle = scopeRow(page, 'production', 'all servers').getByRole('switch');
      await toggle.focus();
      await page.keyboard.press('Space');
      await dialog(page).waitFor();
      const stops: string[] = [];
      for (let step = 0; step < 8; step += 1) {
        stops.push(
          await page.evaluate(() =>
            document.activeElement?.closest('dialog')
              ? document.activeElement.id || (document.activeElement.textContent ?? '')
              : 'outside',
          ),
        );
        await page.keyboard.press(step < 5 ? 'Tab' : 'Shift+Tab');
      }
      assert.deepEqual(stops, [
        'confirm-reason',
        'confirm-key',
        'Cancel',
        'confirm-reason',
        'confirm-key',
        'Cancel',
        'confirm-key',
        'confirm-reason',
      ]);
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
      assert.ok(await toggle.evaluate((node) => node === document.activeElement));
    },
  },
  {
    name: 'the link past the filters leads to the flags, and keeps the view',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/?kind=valve' });
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the flags');
      await page.keyboard.press('Enter');
      assert.equal((await place(page))[2], 'express-pay');
      assert.match(page.url(), /kind=valve/);
    },
  },
];

/** The focused cell is neither under the head, nor under the flags' column, nor outside. */
async function isInSight(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { activeElement: node } = document;
    if (node === null) return false;
    const { left, top, width, height } = node.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit !== null && (node.contains(hit) || hit.contains(node));
  });
}
