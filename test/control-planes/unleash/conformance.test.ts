/** The adapter of Unleash, against the real one. */
import { unleash } from '../../../server/src/control-planes/unleash/unleash.ts';
import { startUnleash, unleashMissing } from '../../support/unleash.ts';
import { openWith } from '../conformance/open.ts';
import { describeConformance } from '../conformance/run.ts';
import { shopKeys, type RunningSubject } from '../conformance/subject.ts';

/** It allows letters, digits and `. _ ~ -`. */
const hostileKeys = ['..fra~checkout_v2..', '-.-', '~'];
const features = '/api/admin/projects/default/features';

interface Strategy {
  readonly id: string;
  readonly disabled: boolean;
  readonly constraints: readonly unknown[];
  readonly parameters: { readonly rollout?: string };
}

async function start(): Promise<RunningSubject> {
  const server = await startUnleash();
  const { ask } = server;
  const strategies = (key: string): string => `${features}/${key}/environments/production/strategies`;
  const create = (key: string, type = 'release') => ask('POST', features, { name: key, type });
  const add = (key: string, parts: object) =>
    ask('POST', strategies(key), {
      name: 'flexibleRollout',
      parameters: { rollout: '100' },
      constraints: [],
      ...parts,
    });
  const turn = (key: string, to: 'on' | 'off') => ask('POST', `${features}/${key}/environments/production/${to}`);

  await create(shopKeys.switch);
  await turn(shopKeys.switch, 'on');
  await ask('POST', '/api/admin/tag-types', { name: 'owner', description: 'Who owns it', icon: 'o' });
  await ask('POST', `/api/admin/features/${shopKeys.switch}/tags`, { type: 'owner', value: 'team-checkout' });
  await ask('POST', `/api/admin/features/${shopKeys.switch}/tags`, { type: 'simple', value: 'checkout' });
  await create(shopKeys.killSwitch, 'kill-switch');
  await create(shopKeys.valve);
  await add(shopKeys.valve, { parameters: { rollout: '25' } });
  await turn(shopKeys.valve, 'on');
  await create(shopKeys.dark);
  await create(shopKeys.variants, 'experiment');
  const variant = (name: string, weight: number, weightType: string) => ({
    name,
    weight,
    weightType,
    stickiness: 'default',
    payload: { type: 'string', value: name },
  });
  await add(shopKeys.variants, { variants: [variant('blue', 1000, 'variable'), variant('green', 0, 'fix')] });
  await turn(shopKeys.variants, 'on');
  await create(shopKeys.targeted);
  await add(shopKeys.targeted, { constraints: [{ contextName: 'userId', operator: 'IN', values: ['7', '8'] }] });
  await turn(shopKeys.targeted, 'on');
  await create(shopKeys.stale);
  await ask('PATCH', `${features}/${shopKeys.stale}`, [{ op: 'replace', path: '/stale', value: true }]);
  await ask('POST', `${features}/${shopKeys.targeted}/dependencies`, { feature: shopKeys.stale });
  await create(shopKeys.archived);
  await ask('DELETE', `${features}/${shopKeys.archived}`);
  for (const key of hostileKeys) await create(key);
  await server.remember();

  let banners = 0;
  const strategiesOf = (key: string) => ask('GET', strategies(key)) as Promise<readonly Strategy[]>;
  return {
    url: server.url,
    writer: server.editorToken,
    reader: server.viewerToken,
    main: 'production',
    other: 'development',
    hostileKeys,
    open: (options) => openWith({ kind: 'unleash' }, options),
    reset: () => server.restore(),
    async truth(key) {
      const { enabled } = (await ask('GET', `${features}/${key}/environments/production`)) as { enabled: boolean };
      const all = await strategiesOf(key);
      const [only] = all;
      const isPlain = only !== undefined && all.length === 1 && only.constraints.length === 0;
      const rest = isPlain ? [] : all;
      if (!enabled) return { share: 0, rest };
      return { share: isPlain ? Number(only.parameters.rollout) * 100 : null, rest };
    },
    async change(key, share) {
      const [only] = await strategiesOf(key);
      const value = String(share / 100);
      if (share > 0 && only === undefined) await add(key, { parameters: { rollout: value } });
      if (share > 0 && only !== undefined)
        await ask('PATCH', `${strategies(key)}/${only.id}`, [{ op: 'replace', path: '/parameters/rollout', value }]);
      await turn(key, share > 0 ? 'on' : 'off');
    },
    stop: () => server.stop(),
    // Reading what an environment serves is a POST.
    isWrite: ({ method, url }) => method !== 'GET' && !url.endsWith('/features-batch/export'),
    answer: (status, message) =>
      status === 429
        ? { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: message }
        : { status, body: { name: 'SomeError', message, details: [{ message }] } },
    approval: {
      status: 403,
      body: { name: 'PermissionError', message: 'You need a change request.', permissions: ['SKIP_CHANGE_REQUEST'] },
    },
    parts: {
      list: ({ url }) => url === features,
      environments: ({ url }) => url === '/api/admin/environments/project/default',
      production: ({ url, body }) => url.endsWith('/export') && body.includes('"production"'),
      development: ({ url, body }) => url.endsWith('/export') && body.includes('"development"'),
      archived: ({ url }) => url.startsWith('/api/admin/search/features'),
    },
    pages: {
      async fill() {
        for (; banners < 120; banners += 1) {
          await create(`banner-${banners}`);
          await ask('DELETE', `${features}/banner-${banners}`);
        }
        return Object.keys(shopKeys).length - 1 + hostileKeys.length;
      },
      matches: ({ url }) => url.startsWith('/api/admin/search/features'),
      lies: {
        'the first page again and again': (body) => ({ ...(body as object), ...firstPage(body) }),
        'a total that is not reached': (body) => ({ ...(body as object), total: 1_000 }),
        'a total that changes': (body, { url }) => ({
          ...(body as object),
          total: url.includes('offset=0') ? 121 : 120,
        }),
        'pages without end': (body) => ({ ...(body as object), total: 1_000_000_000 }),
        'nothing, and a total': () => ({ features: [], total: 5 }),
      },
    },
    async evaluate(key) {
      const bucket = { start: new Date(Date.now() - 60_000).toISOString(), stop: new Date().toISOString() };
      const metrics = {
        appName: 'shop',
        instanceId: 'fra-1',
        bucket: { ...bucket, toggles: { [key]: { yes: 1, no: 0 } } },
      };
      const response = await fetch(`${server.url}/api/client/metrics`, {
        method: 'POST',
        headers: { authorization: server.productionToken, 'content-type': 'application/json' },
        body: JSON.stringify(metrics),
      });
      if (!response.ok) throw new Error(`metrics: ${response.status}`);
    },
  };
}

/** The same hundred flags whatever page was asked for. */
let remembered: unknown = null;
function firstPage(body: unknown): object {
  remembered ??= (body as { features: unknown }).features;
  return { features: remembered, total: 500 };
}

describeConformance({ definition: unleash, missing: unleashMissing(), start });
