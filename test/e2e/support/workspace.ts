/** The workspace and the flags that the end-to-end tests work on: a small bookshop. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const PROJECT = 'bookshop';

/** Checkout of the shop: a typo in a key, a switch that has been on for months, a valve half open, a switch to play with. */
const CHECKOUT = `import { OpenFeature } from '@openfeature/server-sdk';

const flags = OpenFeature.getClient();

export async function checkout(cart: { total: number; customer: string }): Promise<string> {
  if (await flags.getBooleanValue('one-page-checkout', false)) {
    return onePage(cart.total);
  }
  if (await flags.getBooleanValue('gift-crads', false, { targetingKey: cart.customer })) {
    return giftCards(cart.total);
  }
  if (await flags.getBooleanValue('gift-cards', false, { targetingKey: cart.customer })) {
    return giftCards(cart.total);
  }
  const recommended = await flags.getBooleanValue('recommendations', false);
  return recommended ? 'with recommendations' : 'plain';
}

function onePage(total: number): string {
  return \`one page: \${total}\`;
}

function giftCards(total: number): string {
  return \`gift cards: \${total}\`;
}
`;

const SEARCH = `import { OpenFeature } from '@openfeature/server-sdk';

export async function search(query: string, customer: string): Promise<string> {
  const semantic = await OpenFeature.getClient().getBooleanValue('gift-cards', false, { targetingKey: customer });
  return semantic ? query.trim() : query;
}
`;

export const CHECKOUT_FILE = 'src/checkout.ts';

/** Writes the workspace whose configuration names the control plane. */
export function writeWorkspace(folder: string, controlPlaneUrl: string): void {
  const config = { controlPlane: { kind: 'sluice', url: controlPlaneUrl, project: PROJECT } };
  const files: Record<string, string> = {
    'sluice.config.json': `// Where the flags of the bookshop live.\n${JSON.stringify(config, null, 2)}\n`,
    'package.json': '{ "name": "bookshop", "private": true, "type": "module" }\n',
    [CHECKOUT_FILE]: CHECKOUT,
    'src/search.ts': SEARCH,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const ON = { kind: 'static', variant: 'on' };
const HALF = {
  kind: 'fractional',
  shares: [
    { variant: 'on', share: 2_500 },
    { variant: 'off', share: 7_500 },
  ],
};

/** The flags of the bookshop, with a past. A description tries to run a command and to load an image. */
export const SEED = {
  environments: [
    {
      key: 'production',
      critical: true,
      datacenters: [
        { key: 'fra', servers: ['fra-1', 'fra-2'] },
        { key: 'iad', servers: ['iad-1'] },
      ],
    },
    { key: 'staging', critical: false, datacenters: [] },
  ],
  flags: [
    {
      key: 'one-page-checkout',
      kind: 'switch',
      purpose: 'release',
      owner: 'checkout',
      description: 'Everything on one page in place of three steps.',
      createdAt: '-260d',
      changes: [
        { at: '-248d', environment: 'staging', serving: ON, by: 'mira' },
        { at: '-203d', environment: 'production', serving: ON, by: 'jonas', reason: 'Summer campaign' },
      ],
    },
    {
      key: 'gift-cards',
      kind: 'valve',
      purpose: 'release',
      owner: 'payments',
      description: 'Pay with a gift card.',
      createdAt: '-5d',
      changes: [
        { at: '-4d', environment: 'staging', serving: ON, by: 'tomasz' },
        { at: '-2d', environment: 'production', serving: HALF, by: 'tomasz' },
      ],
    },
    {
      key: 'recommendations',
      kind: 'switch',
      purpose: 'release',
      owner: 'search',
      description: '[Run](command:workbench.action.quit) ![pixel](http://127.0.0.1:9/pixel.png) <b>bold</b>',
      createdAt: '-6d',
      changes: [{ at: '-5d', environment: 'staging', serving: ON, by: 'mira' }],
    },
  ],
};
