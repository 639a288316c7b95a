/** The adapter of LaunchDarkly, against a stateful fake of it: there is no LaunchDarkly to run here. */
import { launchDarkly } from '../../../server/src/control-planes/launchdarkly/launchdarkly.ts';
import { launchDarklyError, type FakeConfig, type NewFlag } from '../../support/fakes/launchdarkly-flags.ts';
import { startFakeLaunchDarkly, type FakeLaunchDarkly } from '../../support/fakes/launchdarkly.ts';
import type { ProxiedRequest } from '../../support/fault-proxy.ts';
import { openWith } from '../conformance/open.ts';
import { describeConformance } from '../conformance/run.ts';
import { shopKeys, type RunningSubject } from '../conformance/subject.ts';

/** All that LaunchDarkly lets a key be: letters, digits, ".", "-" and "_", the first a letter or a digit. */
const hostileKeys = ['constructor', '0..', 'a.-_b', 'toString'];

const mia = { _id: 'mia', email: 'mia@shop.example', firstName: 'Mia', lastName: 'Meyer', role: 'writer', _links: {} };
const share = (weight: number): Partial<FakeConfig> => ({
  on: true,
  fallthrough: {
    rollout: {
      variations: [
        { variation: 0, weight },
        { variation: 1, weight: 100_000 - weight },
      ],
      contextKind: 'user',
    },
  },
});
const staff = {
  _id: 'rule-1',
  clauses: [{ attribute: 'email', op: 'endsWith', values: ['@shop.example'], negate: false }],
  variation: 0,
  trackEvents: false,
};

const flags: readonly NewFlag[] = [
  {
    key: shopKeys.switch,
    tags: ['checkout', 'release'],
    maintainerId: mia._id,
    _maintainer: mia,
    environments: { production: { on: true } },
  },
  {
    key: shopKeys.killSwitch,
    temporary: false,
    customProperties: { purpose: { name: 'Purpose', value: ['kill switch'] } },
  },
  { key: shopKeys.valve, environments: { production: share(25_000), staging: share(0) } },
  // Turned on, it would be open to everybody at once.
  { key: shopKeys.dark },
  {
    key: shopKeys.variants,
    kind: 'multivariate',
    variations: ['blue', 'green'].map((value) => ({ _id: value, value })),
    environments: { production: { on: true } },
  },
  {
    key: shopKeys.targeted,
    environments: {
      production: {
        on: true,
        rules: [staff],
        prerequisites: [{ key: shopKeys.stale, variation: 0 }],
        fallthrough: { variation: 1 },
      },
    },
  },
  { key: shopKeys.stale, environments: { production: { on: true } } },
  { key: shopKeys.archived, archived: true, archivedDate: Date.UTC(2026, 10, 1) },
  ...hostileKeys.map((key) => ({ key })),
];

async function start(): Promise<RunningSubject> {
  let fake = await startFresh();
  const isList = ({ url }: ProxiedRequest): boolean => /\/flags\/shop\?/.test(url);
  const isArchive = (request: ProxiedRequest): boolean => isList(request) && request.url.includes('archived');
  const isLive = (request: ProxiedRequest): boolean =>
    isList(request) && request.url.includes('live') && request.url.includes('env=production');
  const isFirst = ({ url }: ProxiedRequest): boolean => !/[?&]offset=[1-9]/.test(url);
  const linked = (body: unknown, href: string): object => ({ ...(body as object), _links: { next: { href } } });
  return {
    get url() {
      return fake.url;
    },
    open: (options) => openWith({ kind: 'launchdarkly', project: 'shop' }, options),
    writer: 'api-writer',
    reader: 'api-reader',
    main: 'production',
    other: 'staging',
    hostileKeys,
    owner: mia.email,
    async reset() {
      await fake.close();
      fake = await startFresh();
    },
    async truth(key) {
      const {
        on,
        fallthrough,
        version: _,
        lastModified: __,
        ...rest
      } = structuredClone(fake.flag(key).environments['production'] ?? refuse());
      const weights = fallthrough.rollout?.variations ?? [{ variation: fallthrough.variation ?? -1, weight: 100_000 }];
      const open = weights.reduce((sum, { variation, weight }) => sum + (variation === 0 ? weight : 0), 0) / 10;
      const isDivided = rest.rules.length === 0 && fake.flag(key).kind === 'boolean';
      return { share: on ? (isDivided ? open : null) : 0, rest };
    },
    async change(key, to) {
      if (key !== shopKeys.valve) return fake.edit(key, 'production', { kind: to > 0 ? 'turnFlagOn' : 'turnFlagOff' });
      const [on, off] = fake.flag(key).variations.map(({ _id }) => _id);
      const rolloutWeights = { [on ?? '']: to * 10, [off ?? '']: 100_000 - to * 10 };
      fake.edit(
        key,
        'production',
        { kind: 'turnFlagOn' },
        { kind: 'updateFallthroughVariationOrRollout', rolloutWeights },
      );
    },
    async evaluate(key) {
      fake.setStatus('production', key, { name: 'active', lastRequested: '2026-11-22 12:00:00.514000+00:00' });
    },
    stop: () => fake.close(),
    answer: (status, message) => ({ status, body: launchDarklyError(status, message) }),
    approval: { status: 405, body: launchDarklyError(405, 'Approval is required to make this request') },
    parts: {
      environments: ({ url }) => url.includes('/environments'),
      flags: isLive,
      'flags of the other environment': (request) => isList(request) && request.url.includes('env=staging'),
      'deprecated flags': (request) => isList(request) && request.url.includes('deprecated'),
      archive: isArchive,
    },
    pages: {
      async fill() {
        fake.add(Array.from({ length: 230 }, (_, index) => ({ key: `flag-${index}` })));
        return flags.length - 1 + 230;
      },
      matches: isLive,
      lies: {
        'the first page again and again': (body, request) =>
          isFirst(request) ? body : { ...(body as object), ...first(fake) },
        'the second page for ever': (body, request) => (isFirst(request) ? body : linked(body, request.url)),
        'a total that is not reached': (body) => ({ ...(body as object), totalCount: 9_999 }),
        'a total that changes': (body, request) => ({ ...(body as object), totalCount: isFirst(request) ? 241 : 240 }),
        'a next page elsewhere': (body) => linked(body, 'https://elsewhere.example/api/v2/flags/shop?offset=100'),
        'an end in the middle': (body) => ({ ...(body as object), _links: {} }),
        'empty pages': (body) => ({ ...(body as object), items: [] }),
      },
    },
  };
}

async function startFresh(): Promise<FakeLaunchDarkly> {
  const fake = await startFakeLaunchDarkly({ flags });
  fake.setStatus('production', shopKeys.stale, { name: 'launched', lastRequested: '2026-11-22T12:00:00Z' });
  return fake;
}

function first(fake: FakeLaunchDarkly): object {
  return { items: flags.slice(0, 5).map(({ key }) => fake.flag(key)) };
}

function refuse(): never {
  throw new Error('the fake has no production');
}

describeConformance({ definition: launchDarkly, start });
