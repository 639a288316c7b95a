/** What the servers really apply: the line per environment, the heads of the columns, cells that differ, and all of it live. */
import assert from 'node:assert/strict';
import { cellTexts, scopeRow } from './desk.ts';
import { shopServer, standIn, troubledFleet, type StandIn } from './stand-in.ts';
import type { DashboardTest } from './suite.ts';

export const serverTests: readonly DashboardTest[] = [
  {
    name: 'each environment says on how many servers its flags are applied, and which are not well',
    async run({ desk }) {
      const page = await desk.open({ prepare: (target) => standIn(target, { fleet: troubledFleet() }) });
      const servers = page.getByRole('region', { name: 'Servers' });
      assert.deepEqual(await servers.getByRole('listitem').allTextContents(), [
        'production applied on 6 of 8 servers: iad-1 silent for 5 min, fra-2 is 3 revisions behind',
        'staging applied on all 2 servers',
      ]);
      const heads = page.locator('.head .server');
      assert.deepEqual((await heads.allTextContents()).slice(0, 5), [
        'fra-1current',
        'fra-23 behind',
        'fra-3current',
        'fra-4current',
        'iad-1silent 5m',
      ]);
      await servers.getByRole('button', { name: 'fra-2: show its column' }).click();
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'fra-23 behind');
      await page.getByRole('tooltip').getByText('3 revisions behind; it holds revision 38.').waitFor();
    },
  },
  {
    name: 'a cell shows what is desired and what is applied; of a silent server nobody knows',
    async run({ desk }) {
      const page = await desk.open({
        path: '/#/flag/express-pay',
        prepare: (target) => standIn(target, { fleet: troubledFleet() }),
      });
      const cell = page.locator('.row[data-key="express-pay"] .cell').nth(1);
      assert.equal(await cell.innerText().then((text) => text.split('\n').slice(0, 2).join(' ')), '10 % ≠ off');
      assert.match((await cellTexts(page, 'express-pay'))[1] ?? '', /still applies off$/);
      assert.equal((await cellTexts(page, 'gift-cards'))[4], 'off, server silent');
      const row = scopeRow(page, 'production', 'fra-2');
      await row.getByText('still applies off').waitFor();
      await scopeRow(page, 'production', 'iad-1').getByText('silent for 5 min').waitFor();
      await page
        .locator('.environment-fleet')
        .getByText('Applied on 6 of 8 servers; fra-2 still applies off; iad-1 silent for 5 min')
        .waitFor();
    },
  },
  {
    name: 'a server that catches up shows at once, without the flags being read again',
    async run({ desk }) {
      let plane: StandIn | null = null;
      const page = await desk.open({
        prepare: async (target) => (plane = await standIn(target, { fleet: troubledFleet() })),
      });
      await page.locator('[data-state="live"]').waitFor();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      assert.ok(plane !== null);
      const now: StandIn = plane;
      now.fleet = troubledFleet().map((server) => (server.revision === '38' ? shopServer('fra', 'fra-2') : server));
      await now.emit('fleet', { version: '2' });
      await page.getByText('applied on 7 of 8 servers').waitFor();
      assert.equal(await page.locator('.row[data-key="express-pay"] .health').textContent(), '');
      assert.deepEqual(asked, ['/api/v1/projects/shop/fleet']);
    },
  },
  {
    name: 'the columns can be narrowed to the servers in trouble',
    async run({ desk }) {
      const page = await desk.open({ prepare: (target) => standIn(target, { fleet: troubledFleet() }) });
      await page.getByRole('button', { name: 'Servers in trouble 2' }).click();
      assert.deepEqual(await page.locator('.head .server .server-name').allTextContents(), ['fra-2', 'iad-1']);
      assert.equal(await page.getByRole('grid').getAttribute('aria-colcount'), '5');
      await page.reload();
      await page.locator('.row').first().waitFor();
      assert.equal(await page.locator('.head .server').count(), 2);
    },
  },
  {
    name: 'where nothing is known about servers nothing is claimed about them',
    async run({ desk }) {
      const page = await desk.open({ prepare: (target) => standIn(target, {}) });
      assert.equal(await page.getByRole('region', { name: 'Servers' }).count(), 0);
      assert.equal(await page.getByRole('button', { name: /Servers in trouble/ }).count(), 0);
      assert.equal((await page.locator('.head .server').allTextContents())[0], 'fra-1');
      await page.locator('.head .server').first().hover();
      await page.getByRole('tooltip').getByText('What it really applies is not known.').waitFor();
    },
  },
  {
    name: 'a server that fetches its flags from the real control plane appears as it does so',
    async run({ desk }) {
      const page = await desk.open();
      await page.locator('[data-state="live"]').waitFor();
      await page.getByText('none of 8 servers has asked for its flags yet').waitFor();
      const token = desk.plane.adminToken;
      const response = await fetch(`${desk.plane.url}/ofrep/v1/evaluate/flags?project=shop&environment=production`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'x-sluice-datacenter': 'fra',
          'x-sluice-server': 'fra-1',
        },
        body: JSON.stringify({ context: { targetingKey: 'customer-1' } }),
      });
      assert.equal(response.status, 200);
      await page.getByText('applied on 1 of 8 servers').waitFor();
      assert.equal(await page.locator('.head .server').first().textContent(), 'fra-1current');
    },
  },
];
