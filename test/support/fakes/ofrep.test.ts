/** That the fake speaks OFREP: the official web provider reads flags from it. */
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature } from '@openfeature/web-sdk';
import { expect, it } from 'vitest';
import { startFakeOfrep } from './ofrep.ts';

it('the official OFREP provider reads the flags of the fake', async () => {
  const variants = { on: true, off: false };
  const targeting = { if: [{ '==': [{ var: 'plan' }, 'pro'] }, 'on'] };
  const flags = { 'beta-search': { state: 'ENABLED', variants, defaultVariant: 'off', targeting } };
  const server = await startFakeOfrep({ definition: { flags } });
  try {
    const context = { targetingKey: 'mia', plan: 'pro' };
    await OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl: server.url, pollInterval: 0 }), context);
    const { value, variant } = OpenFeature.getClient().getBooleanDetails('beta-search', false);
    expect([value, variant]).toEqual([true, 'on']);
    expect(server.requests).toHaveLength(1);
  } finally {
    await OpenFeature.close();
    await server.close();
  }
});
