/** Who may do what: roles per environment, changes that need a second person, and undoing what somebody did. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { until } from '../support/runner.ts';
import { dialog, scopeRow } from './desk.ts';
import type { Desk, OpenOptions } from './desk.ts';
import { miasRequest, standIn, type StandIn } from './stand-in.ts';
import type { DashboardTest } from './suite.ts';

const quarter = {
  kind: 'fractional',
  shares: [
    { variant: 'on', share: 2500 },
    { variant: 'off', share: 7500 },
  ],
} as const;

export const peopleTests: readonly DashboardTest[] = [
  {
    name: 'a viewer sees everything and can change nothing, and is told why at each control',
    async run({ desk }) {
      const page = await desk.open({ role: 'viewer', path: '/#/flag/express-pay' });
      await page.locator('.history li').first().waitFor();
      await page.getByText('viewer · viewer').waitFor();
      assert.equal(await scopeRow(page, 'production', 'fra').locator('.value').textContent(), '10 %');
      const whole = scopeRow(page, 'production', 'all servers');
      const refused = page.locator('.panel').locator('.steps button, .clear, .rollback, .share button, .share input');
      await until('all controls', async () => (await refused.count()) > 10);
      for (const control of await refused.all()) {
        if (await control.isHidden()) continue;
        assert.match(await reasonOf(page, control), /needs the role operator; you are viewer in/);
      }
      await whole.getByRole('button', { name: '25 %' }).click({ force: true });
      await page
        .getByRole('button', { name: /^Roll back/ })
        .first()
        .click({ force: true });
      assert.equal(await page.getByRole('dialog').count(), 0);
      await page.locator('.panel .refusal').first().getByText('you are viewer in production').waitFor();
    },
  },
  {
    name: 'roles are those of each environment',
    async run({ desk }) {
      const roles = { production: 'viewer', staging: 'operator' } as const;
      const page = await desk.open({
        path: '/#/flag/gift-cards',
        prepare: (target) => standIn(target, { session: { environmentRoles: roles } }),
      });
      const toggle = (environment: string): Locator => scopeRow(page, environment, 'all servers').getByRole('switch');
      assert.equal(await toggle('production').getAttribute('aria-disabled'), 'true');
      assert.match(await reasonOf(page, toggle('production')), /you are viewer in production/);
      assert.equal(await toggle('staging').getAttribute('aria-disabled'), null);
      await toggle('production').focus();
      await page.keyboard.press('Enter');
      assert.equal(await page.getByRole('dialog').count(), 0);
      await toggle('staging').click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'where a second person is needed a change becomes a request, with a reason',
    async run({ desk }) {
      const { page, plane } = await openWithApproval(desk, { path: '/#/flag/gift-cards' });
      await scopeRow(page, 'production', 'all servers').getByRole('switch').click();
      const ask = dialog(page).getByRole('button', { name: 'Ask for approval' });
      await dialog(page).getByRole('heading', { name: 'Ask to change gift-cards' }).waitFor();
      assert.equal(await ask.isDisabled(), true);
      // An operator has no way past the second person.
      assert.equal(await dialog(page).getByRole('checkbox').count(), 0);
      await dialog(page)
        .getByLabel(/Reason/)
        .fill('The campaign starts');
      await ask.click();
      await dialog(page).waitFor({ state: 'detached' });
      await page.getByRole('status').filter({ hasText: 'Asked for. gift-cards in production waits' }).waitFor();
      assert.deepEqual(plane.posted, [
        {
          to: 'change-requests',
          body: {
            flagKey: 'gift-cards',
            environment: 'production',
            action: 'serving',
            serving: { kind: 'static', variant: 'on' },
            reason: 'The campaign starts',
          },
        },
      ]);
      await page.getByRole('button', { name: 'Requests 1 waiting for a second person' }).click();
      const list = page.getByRole('complementary', { name: 'Change requests' });
      await list.getByText('The campaign starts').waitFor();
      const approve = list.getByRole('button', { name: 'Approve…: gift-cards in production' });
      assert.match(await reasonOf(page, approve), /your own request: a second person has to approve it/);
      await approve.click({ force: true });
      assert.equal(await page.getByRole('dialog').count(), 0);
      await list.getByRole('button', { name: 'Withdraw: gift-cards in production' }).click();
      await list.getByText('Nobody waits for a second person.').waitFor();
    },
  },
  {
    name: 'a second person approves with the key typed, and the change is made',
    async run({ desk }) {
      const { revision } = await desk.flag('express-pay');
      const { page, plane } = await openWithApproval(
        desk,
        { path: '/#/requests' },
        {
          requests: [miasRequest(revision ?? '')],
          onApproved: () => desk.write('express-pay', { environment: 'production' }, quarter),
        },
      );
      const list = page.getByRole('complementary', { name: 'Change requests' });
      await list.getByText('fra has been fine for two days').waitFor();
      // The cells that the request would change are marked; those with an override of their own are not.
      assert.equal(await page.locator('.row[data-key="express-pay"] .cell.asked').count(), 4);
      await list.getByRole('button', { name: 'Approve…: express-pay in production' }).click();
      await dialog(page).getByText('mia asks: “fra has been fine for two days”').waitFor();
      await dialog(page).getByLabel(/Type/).fill('express-pay');
      await dialog(page).getByRole('button', { name: 'Approve and apply' }).click();
      await page
        .getByRole('status')
        .filter({ hasText: 'Approved. express-pay in production: off → 25 % on' })
        .waitFor();
      assert.deepEqual(plane.posted, [{ to: 'approve', body: {} }]);
      assert.deepEqual((await desk.flag('express-pay')).environments['production']?.serving, quarter);
      await list.getByText('Nobody waits for a second person.').waitFor();
    },
  },
  {
    name: 'a request is rejected with a note; one whose flag has moved on cannot be approved',
    async run({ desk }) {
      const { page, plane } = await openWithApproval(desk, { path: '/#/requests' }, { requests: [miasRequest('1')] });
      const list = page.getByRole('complementary', { name: 'Change requests' });
      const approve = list.getByRole('button', { name: /^Approve/ });
      assert.match(await reasonOf(page, approve), /The flag has changed since this was asked for/);
      await list.getByLabel(/Note for a rejection/).fill('Not on a Friday');
      // What happens meanwhile takes neither the text nor the focus away.
      plane.requests.push(miasRequest('1', { id: 'r2', flagKey: 'gift-cards' }));
      await plane.emit('change', { flagKey: 'gift-cards', actor: 'mia' });
      await list.getByRole('listitem').nth(1).waitFor();
      assert.equal(
        await list
          .getByLabel(/Note for a rejection/)
          .first()
          .inputValue(),
        'Not on a Friday',
      );
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'request-r1-note');
      await list.getByRole('button', { name: 'Reject: express-pay in production' }).click();
      await page.getByRole('status').filter({ hasText: 'Rejected: the change of express-pay' }).waitFor();
      assert.deepEqual(plane.posted, [{ to: 'reject', body: { note: 'Not on a Friday' } }]);
    },
  },
  {
    name: 'an admin may act in an emergency, with the key and the reason typed',
    async run({ desk }) {
      const { page, plane } = await openWithApproval(desk, { role: 'admin', path: '/#/flag/stop-payments' });
      await scopeRow(page, 'production', 'all servers').getByRole('switch').click();
      await dialog(page)
        .getByRole('checkbox', { name: /This is an emergency/ })
        .check();
      await dialog(page).getByRole('heading', { name: 'Emergency: change stop-payments' }).waitFor();
      const now = dialog(page).getByRole('button', { name: 'Set to on now' });
      await dialog(page).getByLabel(/Type/).fill('stop-payments');
      assert.equal(await now.isDisabled(), true);
      await dialog(page)
        .getByLabel(/Reason/)
        .fill('The provider is down');
      await now.click();
      await page.getByRole('status').filter({ hasText: 'Done. stop-payments in production: off → on' }).waitFor();
      assert.deepEqual(
        plane.posted.map(({ body }) => [body['reason'], body['emergency']]),
        [['The provider is down', true]],
      );
    },
  },
  {
    name: 'an environment that has come to need a second person is learned from the answer',
    async run({ desk }) {
      let plane: StandIn | null = null;
      const page = await desk.open({
        path: '/#/flag/gift-cards',
        prepare: async (target) => (plane = await standIn(target, {})),
      });
      await page.locator('[data-state="live"]').waitFor();
      await scopeRow(page, 'staging', 'all servers').getByRole('switch').click();
      const set = dialog(page).getByRole('button', { name: 'Set to on' });
      await set.waitFor();
      // While the question stands, so that the page cannot have heard of it before it is answered.
      if (plane !== null) (plane as StandIn).approval = ['staging'];
      await set.click();
      await dialog(page)
        .getByRole('alert')
        .filter({ hasText: 'Nothing was changed: a second person is needed here' })
        .waitFor();
      await dialog(page)
        .getByLabel(/Reason/)
        .fill('Try it out');
      await dialog(page).getByRole('button', { name: 'Ask for approval' }).click();
      await page.getByRole('status').filter({ hasText: 'Asked for.' }).waitFor();
    },
  },
  {
    name: 'everything somebody did is undone after a look, with the name typed where real users are',
    async run({ desk }) {
      const scope = { environment: 'production', datacenter: null, server: null };
      const changes = [
        {
          flagKey: 'express-pay',
          scope,
          from: quarter,
          to: { kind: 'static', variant: 'off' } as const,
          conflict: null,
        },
        {
          flagKey: 'gift-cards',
          scope: { ...scope, environment: 'staging' },
          from: { kind: 'static', variant: 'on' } as const,
          to: { kind: 'static', variant: 'off' } as const,
          conflict: 'ben has changed it since',
        },
      ];
      let plane: StandIn | null = null;
      const page = await desk.open({
        prepare: async (target) => (plane = await standIn(target, { undo: { changes, applied: 0 } })),
      });
      const opener = page.getByRole('button', { name: 'Undo…' });
      await opener.click();
      const asked = dialog(page);
      await asked.getByLabel('Who').fill('ana');
      await asked.getByLabel('When').selectOption('the last 4 hours');
      await asked.getByRole('button', { name: 'Show what would be undone' }).click();
      await asked.getByText('1 change can be undone, 1 cannot.').waitFor();
      await asked.getByText('Stays as it is: ben has changed it since').waitFor();
      const undo = asked.getByRole('button', { name: 'Undo 1 change' });
      assert.equal(await undo.isDisabled(), true);
      await asked.getByLabel(/Real users are here/).fill('ana');
      await undo.click();
      await asked.waitFor({ state: 'detached' });
      await page.getByRole('status').filter({ hasText: 'Undone: 1 change of ana. 1 stayed as they are.' }).waitFor();
      assert.ok(await opener.evaluate((node) => node === document.activeElement));
      const [look, act] = plane === null ? [] : (plane as StandIn).posted.map(({ body }) => body);
      assert.deepEqual([look?.['dryRun'], act?.['dryRun'], act?.['actor']], [true, false, 'ana']);
      // What was looked at is what is undone.
      assert.deepEqual([act?.['from'], act?.['to']], [look?.['from'], look?.['to']]);
    },
  },
];

async function openWithApproval(
  desk: Desk,
  options: OpenOptions,
  parts: Partial<StandIn> = {},
): Promise<{ page: Page; plane: StandIn }> {
  const planes: StandIn[] = [];
  const page = await desk.open({
    ...options,
    prepare: async (target) => planes.push(await standIn(target, { approval: ['production'], ...parts })),
  });
  await page.locator('[data-state="live"]').waitFor();
  const [plane] = planes;
  assert.ok(plane !== undefined);
  return { page, plane };
}

/** The sentence that a refused control is described by. */
async function reasonOf(page: Page, control: Locator): Promise<string> {
  assert.equal(await control.getAttribute('aria-disabled'), 'true');
  const id = await control.getAttribute('aria-describedby');
  return (await page.locator(`[id="${id}"]`).textContent()) ?? '';
}
