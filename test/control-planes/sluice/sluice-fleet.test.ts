/** From which revision each server holds to what it really applies. */
import { expect, it, onTestFinished } from 'vitest';
import { createSluice } from '../../../server/src/control-planes/sluice/sluice.ts';
import { withObserved } from '../../../server/src/control-planes/sluice/sluice-fleet.ts';
import { shopSeed, startTestControlPlane } from '../../support/control-plane.ts';

const off = { kind: 'static', variant: 'off' } as const;
const author = { name: 'mia', tokenId: null };

it('tells for each server that was heard of what it applies', async () => {
  const plane = await startTestControlPlane({ seed: shopSeed });
  onTestFinished(() => plane.close());
  const { token } = await plane.store.createToken(
    { name: 'shop', role: 'sdk', project: 'shop', environment: 'production', datacenter: 'fra', server: 'fra-1' },
    author,
  );
  const fetched = await fetch(`${plane.url}/ofrep/v1/evaluate/flags`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context: { targetingKey: 'u1' } }),
  });
  expect(fetched.status).toBe(200);
  const { revision } = await plane.store.flag('shop', 'new-checkout');
  const scope = { environment: 'production', datacenter: null, server: null };
  await plane.store.changeServing(
    'shop',
    'new-checkout',
    { scope, serving: off, reason: null },
    revision ?? '',
    author,
  );
  const sluice = createSluice({
    baseUrl: new URL(`${plane.url}/`),
    project: 'shop',
    credentials: { tokenFor: () => plane.viewerToken },
  });
  const { flags } = await sluice.readFlags();
  const state = flags.find(({ key }) => key === 'new-checkout')?.environments['production'];
  expect(state?.serving).toEqual(off);
  expect(state?.observed).toMatchObject([
    { datacenter: 'fra', server: 'fra-1', serving: { kind: 'static', variant: 'on' } },
  ]);
});

it('knows nothing of servers that are silent or described in words of tomorrow', async () => {
  const plane = await startTestControlPlane({ seed: shopSeed });
  onTestFinished(() => plane.close());
  const { flags } = await plane.store.snapshot('shop');
  const server = { environment: 'production', datacenter: 'fra', server: 'fra-1', seenAt: '2026-11-01T09:00:00Z' };
  const fleet = [
    { ...server, state: 'silent', differs: [] },
    { ...server, state: 'resting', differs: [] },
  ];
  expect(withObserved(flags, fleet)).toEqual(flags);
});
