/** The adapter of PostHog, against a stateful fake of it: there is no PostHog to run here. */
import { postHog } from '../../../server/src/control-planes/posthog/posthog.ts';
import type { FakePostHogFlag } from '../../support/fakes/posthog-flags.ts';
import { postHogError, startFakePostHog, type FakePostHog } from '../../support/fakes/posthog.ts';
import type { ProxiedRequest } from '../../support/fault-proxy.ts';
import { openWith } from '../conformance/open.ts';
import { describeConformance } from '../conformance/run.ts';
import { shopKeys, type RunningSubject } from '../conformance/subject.ts';

type Filters = FakePostHogFlag['filters'];
type NewFlag = Partial<FakePostHogFlag> & { readonly key: string };

/** All that PostHog lets a key be: letters, digits, "-" and "_". */
const hostileKeys = ['__proto__', 'constructor', '-_-'];

const everybody = (percentage: number): Filters => ({
  groups: [{ properties: [], rollout_percentage: percentage, variant: null, description: 'everybody' }],
  payloads: {},
  multivariate: null,
});
/** It asks for the seventh flag of the list below, too. */
const staff = {
  properties: [
    { key: 'id', type: 'cohort', value: 3 },
    { key: '7', type: 'flag', operator: 'flag_evaluates_to', value: true },
  ],
  rollout_percentage: 100,
  variant: null,
};

const flags: readonly NewFlag[] = [
  { key: shopKeys.switch, filters: everybody(100), tags: ['checkout', 'release'] },
  { key: shopKeys.killSwitch, filters: everybody(100), active: false, tags: ['kill-switch'] },
  { key: shopKeys.valve, filters: everybody(25) },
  // Turned on, it would be open to everybody at once.
  { key: shopKeys.dark, filters: everybody(100), active: false },
  {
    key: shopKeys.variants,
    filters: {
      ...everybody(100),
      multivariate: {
        variants: [
          { key: 'blue', rollout_percentage: 100 },
          { key: 'green', rollout_percentage: 0 },
        ],
      },
    },
  },
  { key: shopKeys.targeted, filters: { ...everybody(10), groups: [staff, ...(everybody(10).groups ?? [])] } },
  { key: shopKeys.stale, filters: everybody(100), status: 'STALE' },
  { key: shopKeys.archived, filters: everybody(100), active: false, archived: true },
  ...hostileKeys.map((key) => ({ key, filters: everybody(100), active: false })),
];

async function start(): Promise<RunningSubject> {
  let fake: FakePostHog = await startFakePostHog({ flags });
  const isList = ({ url }: ProxiedRequest): boolean => /\/feature_flags\?/.test(url);
  const isArchive = (request: ProxiedRequest): boolean => isList(request) && request.url.includes('archived=true');
  const isLive = (request: ProxiedRequest): boolean => isList(request) && !isArchive(request);
  return {
    get url() {
      return fake.url;
    },
    open: (options) => openWith({ kind: 'posthog', project: fake.project }, options),
    writer: 'phx_all',
    reader: 'phx_read',
    main: 'production',
    other: null,
    hostileKeys,
    owner: 'mia@shop.example',
    // Its pages go by the number of the flag.
    pageHolds: (key) => `/project/${fake.project}/feature_flags/${fake.flag(key).id}`,
    async reset() {
      await fake.close();
      fake = await startFakePostHog({ flags });
    },
    async truth(key) {
      const { active, filters } = structuredClone(fake.flag(key));
      const groups = filters.groups ?? [];
      const plain = groups.find(({ properties }) => properties?.length === 0);
      const isDivided = groups.length === 1 && filters.multivariate === null;
      const share = active ? (isDivided ? Math.round((plain?.rollout_percentage ?? 100) * 100) : null) : 0;
      if (plain !== undefined) delete plain.rollout_percentage;
      return { share, rest: filters };
    },
    async change(key, share) {
      const isValve = key === shopKeys.valve;
      fake.edit(key, isValve ? { active: true, filters: everybody(share / 100) } : { active: share > 0 });
    },
    async evaluate(key) {
      fake.flag(key).last_called_at = '2026-11-22T12:00:00.000000Z';
    },
    stop: () => fake.close(),
    answer: (status, message) => ({ status, body: postHogError(status, message) }),
    approval: {
      status: 409,
      body: postHogError(409, 'A pending approval request already exists for this action', 'change_request_pending'),
    },
    parts: { flags: isLive, archive: isArchive },
    pages: {
      async fill() {
        fake.add(Array.from({ length: 230 }, (_, index) => ({ key: `flag-${index}` })));
        return flags.length - 1 + 230;
      },
      matches: isLive,
      lies: {
        'the first page again and again': (body, { url }) => ({
          ...(body as object),
          ...(url.includes('offset=0')
            ? {}
            : { results: flags.slice(0, 5).map((flag, id) => ({ ...flag, id: id + 1 })) }),
        }),
        'a total that is not reached': (body) => ({ ...(body as object), count: 9_999 }),
        'a total that changes': (body, { url }) => ({
          ...(body as object),
          count: url.includes('offset=0') ? 240 : 239,
        }),
        'pages without end': (body) => ({ ...(body as object), next: 'http://elsewhere.example/next' }),
        'an end in the middle': (body) => ({ ...(body as object), next: null }),
        'empty pages': (body) => ({ ...(body as object), results: [] }),
      },
    },
  };
}

describeConformance({ definition: postHog, start });
