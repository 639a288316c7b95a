import type { MarkupContent } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { hover, type HoverOptions } from '../../server/src/features/hover.ts';
import { daysAgo, now, serves, shopFlag, shopSnapshot, shopSwitch, shopValve } from '../support/snapshots.ts';
import { formatSnapshot } from '../../server/src/control-planes/snapshots/snapshot-file.ts';
import { cli } from '../cli/run-cli.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';
import { openCode, type OpenCodeOptions } from './open-code.ts';

async function hoverText(code: string, options: OpenCodeOptions & Partial<HoverOptions> = {}): Promise<string | null> {
  const { session, uri, position } = await openCode(code, options);
  const shown = hover(session, uri, position, { format: 'markdown', now, dashboardCommand: null, ...options });
  return shown && (shown.contents as MarkupContent).value;
}

const valve = shopValve('new-search', {
  owner: 'team-search',
  description: 'Ranks products by margin.\nAsk in #search first.',
  expiresAt: daysAgo(3),
  url: 'http://127.0.0.1:4650/#/flag/new-search',
  environments: {
    production: serves(2_500, {
      forDays: 40,
      changedBy: 'mia',
      overrides: { fra: 'off', 'fra/fra-2': 'on' },
      observed: { 'fra/fra-1': 'off', 'nyc/nyc-1': 5_000 },
    }),
    staging: serves('on', { forDays: 90 }),
  },
});

test('shows kind, owner, state per environment and scope, deviations, ages and references', async () => {
  const text = await hoverText(
    `await client.getBooleanValue('new-sea|rch', false);\nclient.getBooleanValue('new-search', true);`,
    {
      snapshot: shopSnapshot({ flags: [valve] }),
    },
  );
  expect(text).toMatchInlineSnapshot(`
    "**\`new-search\`** · valve · release · owner team-search · 400 days old · expired 2026-11-20

    Ranks products by margin.

    Ask in \\#search first.

    | where | serves | changed |
    | --- | --- | --- |
    | production (critical) | 25 % | 40 days ago by mia |
    | ↳ fra | 0 % | 40 days ago |
    | ↳ fra / fra-2 | 100 % | 40 days ago |
    | ↳ nyc / nyc-1 | really applies 50 % | seen less than a minute ago |
    | staging | 100 % | 90 days ago |

    The same for everybody: staging for 90 days.

    Caution: served in production (0 % to 100 % for 40 days, allowed 14 days), and 3 more.

    | looked at | value | since | says |
    | --- | --- | --- | --- |
    | served in production | 0 % to 100 % for 40 days, allowed 14 days | 2026-10-14 | caution |
    | observed in production | 1 of 3 servers apply it, fra-2 has not reported | 2026-11-23 | caution |
    | observed in production / nyc / nyc-1 | really applies 50 % | 2026-11-23 | caution |
    | expires | expired on 2026-11-20 | 2026-11-20 | safe |
    | references | the workspace is not read |  | unknown |

    Also looked at: overrides in production (2, 2 of them serving something else), served in production / fra (0 %), served in production / fra / fra-2 (100 %), changed in production (40 days ago by mia), served in staging (at 100 % for 90 days), purpose (release), allowed time (30 days, the default for release flags), created (400 days ago), state (complete); nothing there: permanent, prerequisites, dependents, control plane's own mark, archived; not told: last evaluated in production, last evaluated in staging.

    Read in 2 places in 1 file.

    [Open in the dashboard](<http://127.0.0.1:4650/#/flag/new-search>)

    State read less than a minute ago from sluice at http\\://127.0.0.1:4650."
  `);
});

test('says the same in plain text where the client shows no Markdown', async () => {
  const text = await hoverText(`client.getBooleanValue('new-sea|rch', false)`, {
    snapshot: shopSnapshot({ flags: [valve] }),
    format: 'plaintext',
  });
  expect(text).toMatchInlineSnapshot(`
    "new-search · valve · release · owner team-search · 400 days old · expired 2026-11-20

    Ranks products by margin.
    Ask in #search first.

    production (critical): 25 %, 40 days ago by mia
    ↳ fra: 0 %, 40 days ago
    ↳ fra / fra-2: 100 %, 40 days ago
    ↳ nyc / nyc-1: really applies 50 %, seen less than a minute ago
    staging: 100 %, 90 days ago

    The same for everybody: staging for 90 days.

    Caution: served in production (0 % to 100 % for 40 days, allowed 14 days), and 3 more.

    served in production: 0 % to 100 % for 40 days, allowed 14 days, 2026-10-14, caution
    observed in production: 1 of 3 servers apply it, fra-2 has not reported, 2026-11-23, caution
    observed in production / nyc / nyc-1: really applies 50 %, 2026-11-23, caution
    expires: expired on 2026-11-20, 2026-11-20, safe
    references: the workspace is not read, unknown

    Also looked at: overrides in production (2, 2 of them serving something else), served in production / fra (0 %), served in production / fra / fra-2 (100 %), changed in production (40 days ago by mia), served in staging (at 100 % for 90 days), purpose (release), allowed time (30 days, the default for release flags), created (400 days ago), state (complete); nothing there: permanent, prerequisites, dependents, control plane's own mark, archived; not told: last evaluated in production, last evaluated in staging.

    Read in 1 place in 1 file.

    State read less than a minute ago from sluice at http://127.0.0.1:4650."
  `);
});

test('links to the dashboard by the command of a client that has one', async () => {
  const text = await hoverText(`client.getBooleanValue('new-sea|rch', false)`, {
    snapshot: shopSnapshot({ flags: [valve] }),
    dashboardCommand: 'sluice.openDashboard',
  });
  expect(text).toContain('[Open in the dashboard](<command:sluice.openDashboard?%5B%22new-search%22%5D>)');
});

test.each([
  ['another origin', 'https://evil.test/#/flag/new-search'],
  ['a command', 'command:workbench.action.quit'],
  ['credentials', 'http://a:b@127.0.0.1:4650/'],
])('shows no link to %s', async (_, url) => {
  const text = await hoverText(`client.getBooleanValue('new-sea|rch', false)`, {
    snapshot: shopSnapshot({ flags: [{ ...valve, url }] }),
  });
  expect(text).not.toContain('](');
});

test('lets nothing that others wrote become Markdown', async () => {
  const hostile =
    '[pay](command:sluice.flipSwitch) ![x](https://evil.test/x.png) <img src=https://evil.test/y> https://evil.test `a` | b\n# h\n\u202e\u001b[31m';
  const flag = shopFlag('new-search', {
    owner: hostile,
    description: hostile,
    environments: { production: serves('on', { changedBy: hostile }) },
  });
  const text = await hoverText(`client.getBooleanValue('new-sea|rch', false)`, {
    snapshot: shopSnapshot({ flags: [flag] }),
  });
  // Every character that could begin something stands behind a backslash or is an entity.
  expect(text?.replace('**`new-search`**', '').replaceAll(/\\[^\w\s]/g, '')).not.toMatch(/[[\]<>`*#]|:\/\/|!\(/);
  // oxlint-disable-next-line no-control-regex -- these must not be there
  expect(text).not.toMatch(/[\u202e\u001b]/);
});

test('suggests what a missing key may mean', async () => {
  expect(await hoverText(`client.getBooleanValue('new-chek|out', false)`)).toMatchInlineSnapshot(`
    "**\`new-chekout\`** · no such flag

    Did you mean "new-checkout"?

    Read in 1 place in 1 file.

    State read less than a minute ago from sluice at http\\://127.0.0.1:4650."
  `);
});

test('says that the state is not known, and why, where there is none', async () => {
  expect(await hoverText(`client.getBooleanValue('new-che|ckout', false)`, { snapshot: null })).toMatchInlineSnapshot(`
    "**\`new-checkout\`** · state unknown

    Read in 1 place in 1 file.

    The state of flags is not known. sluice at http\\://127.0.0.1:4650 does not answer. Is it running?"
  `);
});

test('says why the key is not known', async () => {
  const text = await hoverText('export const read = (name: string) => client.getBooleanValue(`shop-${na|me}`, false);');
  expect(text).toContain('computed at run time');
});

test('shows every flag that a conditional key may be', async () => {
  const text = await hoverText(`client.getBooleanValue(Math.random() > 0.5 ? 'new-che|ckout' : 'new-search', false)`);
  expect(text).toContain('**`new-checkout`**');
  expect(text).toContain('**`new-search`**');
});

test('answers at the constant that holds the key', async () => {
  const text = await hoverText(`const CHECKOUT = 'new-che|ckout';\nclient.getBooleanValue(CHECKOUT, false);`);
  expect(text).toContain('**`new-checkout`**');
});

test('says nothing about other strings', async () => {
  expect(await hoverText(`console.log('new-che|ckout')`)).toBeNull();
});

test('names an archived flag as such', async () => {
  const flag = shopSwitch('new-checkout', { archivedAt: daysAgo(12) });
  const text = await hoverText(`client.getBooleanValue('new-che|ckout', false)`, {
    snapshot: shopSnapshot({ flags: [flag] }),
  });
  expect(text).toContain('archived 12 days ago');
});

test('a home-made valve says for which share of the load it holds', async () => {
  expect(await hoverText('if (Math.ran|dom() < 0.1) newCheckout();')).toContain(
    'Home-made valve: this condition holds for 10 % of the load',
  );
});

test('says of a flag that may go what `sluice flags --stale` says', async () => {
  const flag = shopSwitch('new-checkout', {
    expiresAt: daysAgo(3),
    environments: { production: serves('on', { forDays: 200 }) },
  });
  const snapshot = shopSnapshot({ flags: [flag] });
  const { session, uri, position, text } = await openCode(`await client.getBooleanValue('new-check|out', false)`, {
    snapshot,
  });
  await session.scan();
  const shown = hover(session, uri, position, { format: 'plaintext', now, dashboardCommand: null });
  const hovered = shown ? (shown.contents as MarkupContent).value.split('\n') : [];

  const { stdout } = await cli('flags --stale --state flags.snapshot.json', {
    cwd: temporaryFolder({
      'src/cart.ts': text,
      'flags.snapshot.json': formatSnapshot(snapshot),
      'sluice.config.json': '{}',
    }),
  });
  const [, block = ''] = stdout.split('\nnew-checkout\n');
  const [explained = ''] = block.split('\n\n');
  const [headline = '', _head, ...lines] = explained.split('\n');
  const rest = lines.pop() ?? '';
  expect(headline).toMatch(/^Caution: /);
  expect(hovered).toContain(headline);
  expect(hovered).toContain(rest);
  const rows = lines.map((line) => line.split(/ {2,}/));
  expect(rows.length).toBeGreaterThan(2);
  for (const [what, ...cells] of rows) expect(hovered).toContain(`${what}: ${cells.join(', ')}`);
});
