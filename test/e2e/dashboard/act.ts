/** What a person does with the page: flips, valves, rollbacks, and all that can come between. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until } from '../support/runner.ts';
import { dialog, scopeRow } from './desk.ts';
import type { DashboardTest } from './suite.ts';

const on = { kind: 'static', variant: 'on' } as const;
const off = { kind: 'static', variant: 'off' } as const;

export const actTests: readonly DashboardTest[] = [
  {
    name: 'a flip in production asks for the key, keeps the reason, and shows everywhere',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/new-checkout' });
      await scopeRow(page, 'production', 'all servers').getByRole('switch').click();
      const asked = dialog(page);
      assert.equal((await asked.locator('dl').innerText()).replaceAll(/\s+/g, ' '), 'Where production Change on → off');
      const confirm = asked.getByRole('button', { name: 'Set to off' });
      await asked.getByLabel(/Reason/).fill('Cart total is wrong');
      assert.equal(await confirm.isDisabled(), true);
      await asked.getByLabel(/Type new-checkout/).fill('new-chekout');
      assert.equal(await confirm.isDisabled(), true);
      await asked.getByLabel(/Type new-checkout/).fill('new-checkout');
      await confirm.click();
      await asked.waitFor({ state: 'detached' });
      await page.getByRole('status').filter({ hasText: 'new-checkout in production: on → off' }).waitFor();
      assert.deepEqual((await desk.flag('new-checkout')).environments['production']?.serving, off);
      await page.locator('.row[data-key="new-checkout"] .cell.tone-off').nth(3).waitFor();
      const latest = page.locator('.history li').first();
      await latest.filter({ hasText: 'Cart total is wrong' }).waitFor();
      await latest.filter({ hasText: 'operator changed production' }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'switch');
    },
  },
  {
    name: 'a flip elsewhere asks, but for no key',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/gift-cards' });
      await scopeRow(page, 'development', 'all servers').getByRole('switch').click();
      assert.equal(await dialog(page).getByRole('textbox', { name: /Type/ }).count(), 0);
      await dialog(page).getByRole('button', { name: 'Cancel' }).click();
      assert.deepEqual((await desk.flag('gift-cards')).environments['development']?.serving, on);
      await scopeRow(page, 'development', 'all servers').getByRole('switch').click();
      await dialog(page).getByRole('button', { name: 'Set to off' }).click();
      await until('the flip', async () => isOff((await desk.flag('gift-cards')).environments['development']?.serving));
    },
  },
  {
    name: 'a valve takes steps and numbers, an override says whom it leaves out and can be cleared',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/express-pay' });
      const whole = scopeRow(page, 'production', 'all servers');
      await whole.getByRole('button', { name: '25 %' }).click();
      await dialog(page)
        .getByText('Reaches 4 of 8 servers: fra-1, fra-2, fra-3, fra-4 keep their own override.')
        .waitFor();
      await confirmTyped(page, 'express-pay', 'Set to 25 %');
      await page.locator('.row[data-key="express-pay"] .cell', { hasText: '25 %' }).nth(3).waitFor();

      const percent = whole.getByRole('textbox');
      await percent.fill('250');
      await whole.getByRole('button', { name: 'Set', exact: true }).click();
      assert.equal(await dialog(page).count(), 0);
      await percent.fill('12,5');
      await whole.getByRole('button', { name: 'Set', exact: true }).click();
      await confirmTyped(page, 'express-pay', 'Set to 12.5 %');

      await scopeRow(page, 'production', 'fra')
        .getByRole('button', { name: /Clear the override/ })
        .click();
      await dialog(page).getByText('12.5 % on, 87.5 % off (inherited, no override)').waitFor();
      await confirmTyped(page, 'express-pay', 'Clear the override');
      await until(
        'the override to go',
        async () => (await desk.flag('express-pay')).environments['production']?.scopes.length === 1,
      );
    },
  },
  {
    name: 'a variant flag takes one variant, or divides the load',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/button-color' });
      const row = scopeRow(page, 'staging', 'all servers');
      await row.getByRole('button', { name: 'orange' }).click();
      await dialog(page).getByRole('button', { name: 'Set to orange' }).click();
      await row.locator('.value', { hasText: 'orange' }).waitFor();
      await row.getByText('Divide the load').click();
      await row.locator('input[name="blue"]').fill('60');
      await row.locator('.divide button').click();
      await row.getByText('The shares have to add up to 100 %, not 160 %.').waitFor();
      await row.locator('input[name="orange"]').fill('40');
      await row.locator('.divide button').click();
      await dialog(page).getByRole('button', { name: 'Set to blue 60 %' }).click();
      await row.locator('.value', { hasText: 'blue 60 %' }).waitFor();
    },
  },
  {
    name: 'a rollback restores what the scope served before, and is in the history',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/search.typo-tolerance' });
      await page.getByRole('button', { name: 'Roll back the last change of production / iad / iad-3' }).click();
      await dialog(page).getByText('on (inherited, no override)').waitFor();
      await confirmTyped(page, 'search.typo-tolerance', 'Roll back');
      await page.locator('.history li').first().filter({ hasText: 'rolled back' }).waitFor();
      assert.deepEqual((await desk.flag('search.typo-tolerance')).environments['production']?.scopes, []);
    },
  },
  {
    name: 'a change that somebody else was faster with shows the new state and asks again; nothing is lost',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/express-pay' });
      await scopeRow(page, 'production', 'all servers').getByRole('button', { name: '50 %' }).click();
      await dialog(page)
        .getByLabel(/Reason/)
        .fill('Black Friday');
      await dialog(page).getByLabel(/Type/).fill('express-pay');
      await desk.write(
        'express-pay',
        { environment: 'production' },
        {
          kind: 'fractional',
          shares: [
            { variant: 'on', share: 500 },
            { variant: 'off', share: 9500 },
          ],
        },
      );
      await dialog(page).getByRole('button', { name: 'Set to 50 %' }).click();
      await dialog(page)
        .getByRole('alert')
        .filter({ hasText: 'Somebody has changed this flag meanwhile. Nothing was written.' })
        .waitFor();
      await dialog(page).getByText('5 % on, 95 % off').waitFor();
      assert.equal(
        await dialog(page)
          .getByLabel(/Reason/)
          .inputValue(),
        'Black Friday',
      );
      assert.equal(await dialog(page).getByLabel(/Type/).inputValue(), '');
      await confirmTyped(page, 'express-pay', 'Set to 50 %');
      await page.locator('.history li').first().filter({ hasText: 'Black Friday' }).waitFor();
    },
  },
  {
    name: 'an answer that never comes is read back, not sent again',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/gift-cards' });
      let sent = 0;
      await page.route('**/serving', async (route) => {
        sent += 1;
        await route.fetch();
        await route.abort('connectionreset');
      });
      await scopeRow(page, 'development', 'all servers').getByRole('switch').click();
      await dialog(page).getByRole('button', { name: 'Set to off' }).click();
      await page.getByRole('status').filter({ hasText: 'Done. gift-cards in development: on → off' }).waitFor();
      assert.equal(sent, 1);
    },
  },
  {
    name: 'a request that never arrived is said to have changed nothing, and can be sent again',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/gift-cards' });
      await page.route('**/serving', (route) => route.abort('connectionrefused'), { times: 1 });
      await scopeRow(page, 'development', 'all servers').getByRole('switch').click();
      await dialog(page)
        .getByLabel(/Reason/)
        .fill('Too early');
      await dialog(page).getByRole('button', { name: 'Set to off' }).click();
      await dialog(page).getByRole('alert').filter({ hasText: 'The change was not made' }).waitFor();
      assert.deepEqual((await desk.flag('gift-cards')).environments['development']?.serving, on);
      await dialog(page).getByRole('button', { name: 'Set to off' }).click();
      await page.locator('.history li').first().filter({ hasText: 'Too early' }).waitFor();
    },
  },
  {
    name: 'where reading back fails as well it says “unknown” and lets check again',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/gift-cards' });
      await page.route('**/serving', async (route) => {
        await route.fetch();
        await route.abort('connectionreset');
      });
      await page.route('**/flags/gift-cards', (route) => route.abort('connectionrefused'));
      await scopeRow(page, 'development', 'all servers').getByRole('switch').click();
      await dialog(page).getByRole('button', { name: 'Set to off' }).click();
      await dialog(page)
        .getByRole('alert')
        .filter({ hasText: 'unknown whether the change was made: the control plane cannot be reached' })
        .waitFor();
      assert.equal(await dialog(page).getByRole('button', { name: 'Set to off' }).count(), 0);
      await page.unroute('**/flags/gift-cards');
      await dialog(page).getByRole('button', { name: 'Check again' }).click();
      await page.getByRole('status').filter({ hasText: 'Done. gift-cards in development' }).waitFor();
    },
  },
  {
    name: 'a session that ends in between says so and loses nothing',
    async run({ desk }) {
      const page = await desk.open({ path: '/#/flag/gift-cards' });
      await scopeRow(page, 'development', 'all servers').getByRole('switch').click();
      await dialog(page)
        .getByLabel(/Reason/)
        .fill('Too early');
      await page.route(
        '**/serving',
        (route) => route.fulfill({ status: 401, json: { error: { code: 'unauthenticated', message: 'No.' } } }),
        { times: 1 },
      );
      await dialog(page).getByRole('button', { name: 'Set to off' }).click();
      await dialog(page).getByRole('alert').filter({ hasText: 'Your session has ended' }).waitFor();
      assert.equal(
        await dialog(page)
          .getByLabel(/Reason/)
          .inputValue(),
        'Too early',
      );
      await dialog(page).getByRole('button', { name: 'Set to off' }).click();
      await page.locator('.history li').first().filter({ hasText: 'Too early' }).waitFor();
    },
  },
  {
    name: 'everything works from the keyboard, and the focus comes back',
    async run({ desk }) {
      const page = await desk.open();
      const focused = (): Promise<string> =>
        page.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        );
      await page.keyboard.press('/');
      await page.keyboard.type('checkout');
      await until('the filter', async () => (await page.getByRole('rowheader').count()) === 2);
      await tabTo(page, focused, 'gift-cards');
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(), 'new-checkout');
      await page.keyboard.press('Enter');
      await until(
        'the panel to have the focus',
        async () =>
          (await focused()) === 'new-checkout' &&
          page.locator('.panel h2').evaluate((node) => node === document.activeElement),
      );
      await tabTo(page, focused, 'new-checkout in production');
      await page.keyboard.press('Space');
      await dialog(page).waitFor();
      await page.keyboard.type('Night shift');
      await page.keyboard.press('Tab');
      await page.keyboard.type('new-checkout');
      await page.keyboard.press('Enter');
      await dialog(page).waitFor({ state: 'detached' });
      assert.equal(await focused(), 'new-checkout in production');
      assert.deepEqual((await desk.flag('new-checkout')).environments['production']?.serving, off);
      await page.keyboard.press('Escape');
      assert.equal(await focused(), 'new-checkout');
      assert.equal(await page.locator('.panel').count(), 0);
    },
  },
];

async function confirmTyped(page: Page, key: string, action: string): Promise<void> {
  await dialog(page).getByLabel(/Type/).fill(key);
  await dialog(page).getByRole('button', { name: action, exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
}

async function tabTo(page: Page, focused: () => Promise<string>, wanted: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused()) === wanted) return;
  }
  assert.fail(`40 times Tab did not reach "${wanted}"; the focus is on "${await focused()}"`);
}

function isOff(serving: unknown): boolean {
  return JSON.stringify(serving) === JSON.stringify(off);
}
