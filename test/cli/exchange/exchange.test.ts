/** Flags from other systems into a real control plane and out again, by the command line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../../support/control-plane.ts';
import { cli } from '../run-cli.ts';
import { shop } from '../shop.ts';

interface Opened {
  readonly plane: TestControlPlane;
  readonly sluice: (line: string) => ReturnType<typeof cli>;
  /** Puts a file into the working directory. */
  readonly put: (name: string, content: unknown) => void;
}

async function open(role: 'admin' | 'operator' = 'admin', isEmpty = false): Promise<Opened> {
  const plane = await startTestControlPlane({ seed: isEmpty ? { ...shopSeed, flags: [] } : shopSeed });
  onTestFinished(() => plane.close());
  const cwd = shop({ 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' });
  const token = role === 'admin' ? plane.adminToken : plane.operatorToken;
  const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: token, SLUICE_CACHE_DIR: cwd };
  return {
    plane,
    sluice: (line) => cli(line, { cwd, env }),
    put: (name, content) =>
      writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content)),
  };
}

const onOff = { on: true, off: false };
const giftWrap = {
  state: 'ENABLED',
  variants: onOff,
  defaultVariant: 'off',
  targeting: {
    fractional: [
      ['on', 1],
      ['off', 3],
    ],
  },
  metadata: {
    kind: 'valve',
    purpose: 'release',
    owner: 'team-shop',
    tags: 'basket,winter',
    expires: '2027-02-01',
    ticket: 'SHOP-7',
  },
};
const flagd = {
  flags: {
    'gift-wrap': giftWrap,
    greeting: { state: 'ENABLED', variants: { short: 'Hi', long: 'Good day' }, defaultVariant: 'long' },
    'page-size': { state: 'DISABLED', variants: { few: 10, many: 50 }, defaultVariant: 'few' },
    'vip-prices': {
      state: 'ENABLED',
      variants: onOff,
      defaultVariant: 'off',
      targeting: { if: [{ '==': [{ var: 'tier' }, 'vip'] }, 'on', 'off'] },
    },
  },
};

test('a flagd definition comes in, with metadata and shares; flags with rules are left out and listed', async () => {
  const { plane, sluice, put } = await open();
  put('flags.flagd.json', flagd);
  const { code, stdout, stderr } = await sluice('import flags.flagd.json -e production');
  expect({ code, stderr, stdout }).toEqual({
    code: 0,
    stderr: '',
    stdout: `Created (3)
  gift-wrap
  greeting
  page-size
Not imported (1)
  vip-prices: it has targeting rules
Not kept
  gift-wrap: metadata that is not kept: ticket
3 flags created, 0 updated, 0 unchanged, 1 not imported.
`,
  });
  expect(await plane.store.flag('shop', 'gift-wrap')).toMatchObject({
    kind: 'valve',
    purpose: 'release',
    owner: 'team-shop',
    tags: ['basket', 'winter'],
    expiresAt: '2027-02-01T00:00:00.000Z',
    environments: {
      production: {
        serving: {
          kind: 'fractional',
          shares: [
            { variant: 'on', share: 2_500 },
            { variant: 'off', share: 7_500 },
          ],
        },
      },
    },
  });
  const [newest] = await plane.store.history('shop', 'gift-wrap', 1);
  expect(newest).toMatchObject({ actor: 'admin' });
});

test('--without-rules takes them too, and says that the rules are gone', async () => {
  const { plane, sluice, put } = await open();
  put('flags.flagd.json', flagd);
  const { stdout } = await sluice('import flags.flagd.json -e production --without-rules');
  expect(stdout).toContain('vip-prices: it has targeting rules, which are left out');
  const { environments } = await plane.store.flag('shop', 'vip-prices');
  expect(environments['production']?.serving).toEqual({ kind: 'static', variant: 'off' });
});

test('a second import changes nothing; what differs is refused, and changed with --update', async () => {
  const { plane, sluice, put } = await open();
  put('flags.flagd.json', flagd);
  await sluice('import flags.flagd.json -e production');
  const revision = await plane.store.revision('shop');
  expect((await sluice('import flags.flagd.json -e production')).stdout).toContain(
    '0 flags created, 0 updated, 3 unch',
  );
  expect(await plane.store.revision('shop')).toBe(revision);

  put('flags.flagd.json', {
    flags: {
      'gift-wrap': {
        ...giftWrap,
        targeting: {
          fractional: [
            ['on', 1],
            ['off', 1],
          ],
        },
      },
    },
  });
  const refused = await sluice('import flags.flagd.json -e production');
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining('1 flag exists and differs: "gift-wrap"'),
  ]);
  const dry = await sluice('import flags.flagd.json -e production --update --dry-run');
  expect(dry.stdout).toContain('Dry run, nothing was changed: 0 flags created, 1 updated');
  expect(await plane.store.revision('shop')).toBe(revision);
  expect((await sluice('import flags.flagd.json -e production --update')).stdout).toContain('1 updated');
  const [, change] = await plane.store.history('shop', 'gift-wrap', 2);
  expect([(await plane.store.history('shop', 'gift-wrap', 1))[0]?.reason, change?.action]).toEqual([
    'Imported from flags.flagd.json (flagd)',
    expect.any(String),
  ]);
});

const feature = (name: string, parts: object = {}) => ({
  name,
  type: 'release',
  description: '',
  stale: false,
  ...parts,
});
const inProduction = (featureName: string, enabled = true) => ({
  featureName,
  environment: 'production',
  enabled,
  variants: [],
});
const rollout = (featureName: string, percent: string, parts: object = {}) => ({
  featureName,
  name: 'flexibleRollout',
  parameters: { rollout: percent, stickiness: 'default', groupId: featureName },
  constraints: [],
  disabled: false,
  ...parts,
});

test('an Unleash export comes in', async () => {
  const { plane, sluice, put } = await open();
  put('unleash.json', {
    features: [
      feature('gift-wrap', { type: 'operational' }),
      feature('loyalty', { stale: true }),
      feature('dark-mode', { archivedAt: '2026-01-01T00:00:00Z' }),
      feature('vip-prices'),
      feature('two-ways'),
      feature('free-shipping'),
    ],
    featureEnvironments: ['gift-wrap', 'vip-prices', 'two-ways']
      .map((name) => inProduction(name))
      .concat(inProduction('loyalty', false)),
    featureStrategies: [
      rollout('gift-wrap', '25', { parameters: { rollout: '25', stickiness: 'sessionId' } }),
      rollout('loyalty', '100'),
      rollout('vip-prices', '100', { constraints: [{ contextName: 'tier', operator: 'IN', values: ['vip'] }] }),
      rollout('two-ways', '10'),
      rollout('two-ways', '20'),
    ],
    dependencies: [{ feature: 'free-shipping', dependencies: ['loyalty'] }],
    featureTags: [
      { featureName: 'gift-wrap', tagType: 'owner', tagValue: 'team-shop' },
      { featureName: 'gift-wrap', tagType: 'simple', tagValue: 'basket' },
    ],
  });
  const { code, stdout } = await sluice('import unleash.json');
  expect([code, stdout]).toEqual([
    0,
    `Created (3)
  gift-wrap
  loyalty
  dark-mode
Not imported (3)
  vip-prices: its strategy has constraints in production
  two-ways: it has several strategies in production
  free-shipping: it depends on another feature
Not kept
  gift-wrap: it is sticky by sessionId; here by the targeting key
  gift-wrap: other people than before may be in the same share: the hash is another one
  loyalty: its stale mark is not kept
3 flags created, 0 updated, 0 unchanged, 3 not imported.
`,
  ]);
  const { kind, purpose, owner, tags, environments } = await plane.store.flag('shop', 'gift-wrap');
  expect({ kind, purpose, owner, tags }).toEqual({
    kind: 'valve',
    purpose: 'ops',
    owner: 'team-shop',
    tags: ['basket'],
  });
  expect(environments['production']?.serving).toMatchObject({
    kind: 'fractional',
    shares: [{ share: 2_500 }, { share: 7_500 }],
  });
  expect((await plane.store.flag('shop', 'loyalty')).environments['production']?.serving).toEqual({
    kind: 'static',
    variant: 'off',
  });
  expect((await plane.store.flag('shop', 'dark-mode')).archivedAt).not.toBeNull();
});

const state = (parts: object) => ({
  on: true,
  offVariation: 1,
  fallthrough: { variation: 0 },
  rules: [],
  targets: [],
  ...parts,
});
const booleans = [{ value: true }, { value: false }];

test('LaunchDarkly flags come in, their environments under other names', async () => {
  const { plane, sluice, put } = await open();
  const shares = {
    rollout: {
      variations: [
        { variation: 0, weight: 12_500 },
        { variation: 1, weight: 87_500 },
      ],
    },
  };
  put('launchdarkly.json', {
    items: [
      {
        key: 'gift-wrap',
        name: 'Gift wrap',
        variations: booleans,
        temporary: true,
        tags: ['basket'],
        _maintainer: { email: 'mia@shop.example' },
        environments: {
          prod: state({ fallthrough: shares }),
          test: state({ on: false }),
          other: state({ rules: [{}] }),
        },
      },
      {
        key: 'button',
        variations: [{ value: 'blue', name: 'Blue button' }, { value: 'red' }],
        temporary: false,
        archived: true,
        environments: { prod: state({ fallthrough: { variation: 1 } }) },
      },
      { key: 'vip-prices', variations: booleans, environments: { prod: state({ targets: [{ values: ['mia'] }] }) } },
    ],
  });
  const { code, stdout, stderr } = await sluice('import launchdarkly.json --map prod=production,test=staging');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('vip-prices: it has targets in prod');
  expect(stdout).toContain('button: its variation "Blue button" becomes "Blue-button"');
  expect(await plane.store.flag('shop', 'gift-wrap')).toMatchObject({
    kind: 'valve',
    owner: 'mia@shop.example',
    description: 'Gift wrap',
    permanent: false,
    environments: {
      production: { serving: { kind: 'fractional', shares: [{ share: 1_250 }, { share: 8_750 }] } },
      staging: { serving: { kind: 'static', variant: 'off' } },
    },
  });
  expect(await plane.store.flag('shop', 'button')).toMatchObject({
    permanent: true,
    archivedAt: expect.any(String),
    environments: { production: { serving: { kind: 'static', variant: 'red' } } },
  });
});

const one = (parts: object) => ({ flags: { 'gift-wrap': { ...giftWrap, ...parts } } });
const weights = (...list: readonly number[]) => ({
  items: [
    {
      key: 'gift-wrap',
      variations: booleans,
      environments: {
        production: state({
          fallthrough: { rollout: { variations: list.map((weight, variation) => ({ variation, weight })) } },
        }),
      },
    },
  ],
});

test.each<[string, unknown, string]>([
  [
    'no JSON',
    '{"flags": {',
    'flags.json: it is not valid JSON (line 1, column 12); it may have been cut off. Nothing was imported.',
  ],
  ['nothing', '', 'flags.json: it is empty. Nothing was imported.'],
  [
    'nesting without end',
    `{"flags":${'['.repeat(200_000)}`,
    'levels deep, which no export of flags is. Nothing was imported.',
  ],
  ['nesting that parses', `{"flags":{},"x":${'['.repeat(150)}${']'.repeat(150)}}`, 'more than 100 levels deep'],
  ['a key twice', '{"flags":{"a":1,"a":2}}', 'it has "a" twice in one object (line 1, column 17); remove one of them'],
  ['no known format', { toggles: [] }, 'it is none of the formats that are known'],
  [
    'a key with control characters',
    { flags: { 'gift\u0007wrap': giftWrap } },
    'flag "gift wrap": a key is made of A-Z a-z 0-9',
  ],
  [
    'values of two types',
    one({ variants: { on: true, off: 'no' }, targeting: null }),
    'flag "gift-wrap": its variants are of different types',
  ],
  [
    'a description of 10 MB',
    one({ metadata: { description: 'x'.repeat(10_000_000) } }),
    'flag "gift-wrap": description: ',
  ],
  [
    'shares of 101 %',
    weights(25_000, 76_000),
    'flag "gift-wrap": the weights of its rollout add up to 101 %, not 100 %',
  ],
  [
    'a negative weight',
    weights(-1, 100_001),
    'flag "gift-wrap": a weight of its rollout is -1; it has to be a whole number from 0',
  ],
  [
    'a percent of 101',
    {
      features: [feature('gift-wrap')],
      featureEnvironments: [inProduction('gift-wrap')],
      featureStrategies: [rollout('gift-wrap', '101')],
    },
    'flag "gift-wrap": its rollout is "101"; it has to be 0 to 100',
  ],
  ['a page of many', { items: [], totalCount: 40 }, 'it holds 0 of 40 flags: fetch the other pages too'],
])('%s is refused in a sentence, and nothing is done', async (_what, content, message) => {
  const { plane, sluice, put } = await open();
  put('flags.json', content);
  const before = await plane.store.revision('shop');
  const { code, stdout, stderr } = await sluice('import flags.json -e production');
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  expect(await plane.store.revision('shop')).toBe(before);
});

test.each<[string, 'admin' | 'operator', string, string]>([
  ['an unknown environment', 'admin', 'import flags.json -e pre', 'Flag "gift-wrap": There is no environment "pre"'],
  ['no environment', 'admin', 'import flags.json', 'name it with --environment'],
  ['an operator', 'operator', 'import flags.json -e production', 'admin'],
  [
    'a file that is not there',
    'admin',
    'import nowhere.json',
    'nowhere.json: there is no such file. Nothing was imported.',
  ],
  ['a map that is none', 'admin', 'import flags.json --map prod', '--map takes pairs such as'],
])('with %s the import is refused', async (_what, role, line, message) => {
  const { plane, sluice, put } = await open(role);
  put('flags.json', one({}));
  const before = await plane.store.revision('shop');
  const { code, stderr } = await sluice(line);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(await plane.store.revision('shop')).toBe(before);
});

test('what goes out comes in again elsewhere: the same flags, with their overrides', async () => {
  const from = await open();
  const to = await open('admin', true);
  to.put('shop.json', (await from.sluice('export')).stdout);
  expect((await to.sluice('import shop.json')).stdout).toContain('0 not imported');
  const exported = async ({ sluice }: Opened) => {
    const { flags } = JSON.parse((await sluice('export')).stdout) as { flags: unknown };
    return flags;
  };
  expect(await exported(to)).toEqual(await exported(from));
});

test('a manifest holds what code reads', async () => {
  const { sluice } = await open();
  const { $schema, flags } = JSON.parse((await sluice('export --to manifest')).stdout);
  expect($schema).toMatch(/flag-manifest\.json$/);
  expect(flags['new-checkout']).toMatchObject({ flagType: 'boolean', defaultValue: false });
});

test('what a format cannot hold is said, and an unknown environment refused', async () => {
  const { plane, sluice } = await open();
  const author = { name: 'mia', tokenId: null };
  await plane.store.createFlag(
    'shop',
    {
      key: 'gift-wrap',
      kind: 'valve',
      servings: {
        production: {
          kind: 'fractional',
          shares: [
            { variant: 'on', share: 1_250 },
            { variant: 'off', share: 8_750 },
          ],
        },
      },
    },
    author,
  );
  const unleash = await sluice('export --to unleash -e production');
  expect(unleash.stderr).toContain('gift-wrap is left out: it serves 12.5 %, and Unleash has whole percents only');
  expect(unleash.stdout).not.toContain('gift-wrap');
  expect((await sluice('export --to flagd')).stderr).toContain('name one of');
  expect((await sluice('export -e pre')).stderr).toContain('There is no environment "pre"');
});
