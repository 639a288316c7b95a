/** The adapter of the embedded control plane, against the real one. */
import { sluice } from '../../../server/src/control-planes/sluice/sluice.ts';
import type { Flag } from '../../../server/src/core/model.ts';
import { openShare } from '../../../server/src/core/state/serving.ts';
import type { Seed } from '../../../server/src/embedded/seed.ts';
import { startTestControlPlane, type TestControlPlane } from '../../support/control-plane.ts';
import { sluiceError } from '../../support/fault-server.ts';
import { openWith } from '../conformance/open.ts';
import { describeConformance } from '../conformance/run.ts';
import { shopKeys, type RunningSubject } from '../conformance/subject.ts';

const hostileKeys = ['shop/fra:checkout.v2', '..dots..', 'a:b/c'];
const on = { kind: 'static' as const, variant: 'on' };
const off = { kind: 'static' as const, variant: 'off' };
const openTo = (share: number) => ({
  kind: 'fractional' as const,
  shares: [
    { variant: 'on', share },
    { variant: 'off', share: 10_000 - share },
  ],
});
const createdAt = '2026-03-02T09:00:00Z';

const seed: Seed = {
  environments: [
    { key: 'production', critical: true, datacenters: [{ key: 'fra', servers: ['fra-1'] }] },
    { key: 'staging', critical: false, datacenters: [] },
  ],
  flags: [
    {
      key: shopKeys.switch,
      kind: 'switch',
      purpose: 'release',
      owner: 'team-checkout',
      tags: ['checkout'],
      createdAt,
      servings: { production: on, staging: off },
    },
    { key: shopKeys.killSwitch, kind: 'switch', purpose: 'kill-switch', createdAt },
    { key: shopKeys.valve, kind: 'valve', purpose: 'release', createdAt, servings: { production: openTo(2_500) } },
    { key: shopKeys.dark, kind: 'valve', purpose: 'dark', createdAt },
    {
      key: shopKeys.variants,
      kind: 'variant',
      variants: [
        { name: 'blue', value: '#00f' },
        { name: 'green', value: '#0f0' },
      ],
      createdAt,
      servings: { production: { kind: 'static', variant: 'blue' } },
    },
    { key: shopKeys.archived, kind: 'switch', createdAt, archivedAt: '2026-04-02T09:00:00Z' },
    ...hostileKeys.map((key) => ({ key, kind: 'switch' as const, createdAt })),
  ],
};

async function start(): Promise<RunningSubject> {
  let plane: TestControlPlane = await startTestControlPlane({ seed });

  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${plane.url}/api/v1/projects/shop/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${plane.operatorToken}`, ...init.headers },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const flagOf = async (key: string): Promise<Flag> => (await ask(`flags/${encodeURIComponent(key)}`)) as Flag;

  return {
    get url() {
      return plane.url;
    },
    get writer() {
      return plane.operatorToken;
    },
    get reader() {
      return plane.viewerToken;
    },
    main: 'production',
    other: 'staging',
    hostileKeys,
    open: (options) => openWith({ kind: 'sluice', project: 'shop' }, options),
    async reset() {
      await plane.close();
      plane = await startTestControlPlane({ seed });
    },
    async truth(key) {
      const flag = await flagOf(key);
      const serving = flag.environments['production']?.serving;
      return { share: serving ? openShare(flag, serving) : null, rest: flag.environments['production']?.scopes };
    },
    async change(key, share) {
      const { revision } = await flagOf(key);
      const serving = share === 10_000 ? on : share === 0 ? off : openTo(share);
      await ask(`flags/${encodeURIComponent(key)}/serving`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'if-match': `"${revision}"` },
        body: JSON.stringify({ environment: 'production', serving }),
      });
    },
    stop: () => plane.close(),
    answer: (status, message) => ({ status, body: sluiceError(codes[status] ?? 'internal', message) }),
    approval: { status: 409, body: sluiceError('approval-required', 'Somebody else has to approve this.') },
    parts: { snapshot: ({ url }) => url.endsWith('/snapshot') },
  };
}

const codes: { readonly [status: number]: string } = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  422: 'invalid',
  429: 'rate-limited',
};

describeConformance({ definition: sluice, start });
