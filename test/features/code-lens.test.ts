import { expect, test } from 'vitest';
import { codeLens } from '../../server/src/features/code-lens.ts';
import { clientCommands, serverCommands } from '../../server/src/protocol.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch, shopValve } from '../support/snapshots.ts';
import { openCode, type OpenCodeOptions } from './open-code.ts';

async function lenses(code: string, options: OpenCodeOptions & { readonly generic?: boolean } = {}): Promise<string> {
  const { session, uri } = await openCode(code, options);
  const commands = {
    ...(options.generic ? { ...serverCommands, showReferences: null } : clientCommands),
    canAct: true,
  };
  return codeLens(session, uri, commands)
    .map(
      ({ range, command }) =>
        `${range.start.line}: ${command?.title} -> ${command?.command}(${command?.arguments ?? ''})`,
    )
    .join('\n');
}

test('shows the state above each line that reads a flag, once per flag', async () => {
  const code = `
    client.getBooleanValue('new-checkout', false); client.getBooleanValue('new-checkout', false);
    client.getBooleanValue('new-search', false);
    client.getStringValue('price-layout', 'compact');`;
  expect(await lenses(code)).toMatchInlineSnapshot(`
    "2: new-checkout: off everywhere -> sluice.showReferences(new-checkout)
    2: Flip -> sluice.flipSwitch(new-checkout)
    2: Dashboard -> sluice.openDashboard(new-checkout)
    3: new-search: 25 % in production · 100 % in staging -> sluice.showReferences(new-search)
    3: Set valve -> sluice.setValve(new-search)
    3: Dashboard -> sluice.openDashboard(new-search)
    4: price-layout: variant compact everywhere -> sluice.showReferences(price-layout)
    4: Dashboard -> sluice.openDashboard(price-layout)"
  `);
});

test('uses the commands of the server for a client that has none', async () => {
  const snapshot = shopSnapshot({
    flags: [shopSwitch('new-checkout', { url: 'http://127.0.0.1:4650/#/flag/new-checkout' })],
  });
  expect(await lenses(`client.getBooleanValue('new-checkout', false)`, { generic: true, snapshot }))
    .toMatchInlineSnapshot(`
    "1: new-checkout: off everywhere -> ()
    1: Flip -> sluice.server.flipSwitch(new-checkout)
    1: Dashboard -> sluice.server.openDashboard(new-checkout)"
  `);
});

test('tells overrides and archived flags', async () => {
  const flags = [
    shopValve('new-search', {
      environments: { production: serves(2_500, { overrides: { fra: 'off', 'fra/fra-1': 'on' } }) },
    }),
    shopSwitch('old-search', { archivedAt: daysAgo(2) }),
  ];
  const code = `client.getBooleanValue('new-search', false)\nclient.getBooleanValue('old-search', false)`;
  expect(await lenses(code, { snapshot: shopSnapshot({ flags }) })).toMatchInlineSnapshot(`
    "1: new-search: 25 % (2 overrides) in production -> sluice.showReferences(new-search)
    1: Set valve -> sluice.setValve(new-search)
    1: Dashboard -> sluice.openDashboard(new-search)
    2: old-search: archived -> sluice.showReferences(old-search)
    2: Dashboard -> sluice.openDashboard(old-search)"
  `);
});

test('shows nothing where the state or the key is not known', async () => {
  expect(await lenses(`client.getBooleanValue('new-checkout', false)`, { snapshot: null })).toBe('');
  expect(await lenses('client.getBooleanValue(`a-${Math.random()}`, false)')).toBe('');
  expect(await lenses(`client.getBooleanValue('new-chekout', false)`)).toBe('');
});

test('makes no icon of a key', async () => {
  const flags = [shopSwitch('$(flame)')];
  expect(await lenses(`client.getBooleanValue('$(flame)', false)`, { snapshot: shopSnapshot({ flags }) })).not.toMatch(
    /: \$\(flame\): /,
  );
});
