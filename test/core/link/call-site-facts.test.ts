/** What a call site tells beside the flag it reads: whether its accessor takes a default value. */
import { describe, expect, test } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { callSitesOf } from '../../support/call-sites-of.ts';

const head = `import { OpenFeature } from '@openfeature/server-sdk';
import { PostHog } from 'posthog-node';
import { initialize } from 'unleash-client';
import { useFlags } from 'launchdarkly-react-client-sdk';
const client = OpenFeature.getClient();
const posthog = new PostHog('key');
const unleash = initialize({});
`;

/** The call site that the last line holds. */
function siteIn(code: string): CallSite {
  const site = callSitesOf({ 'shop.ts': head + code }).at(-1);
  if (!site) throw new Error(`no call site in ${code}`);
  return site;
}

describe('takes a default value', () => {
  test.each<[code: string, takesDefault: boolean]>([
    ["client.getBooleanValue('new-checkout')", true],
    ["client.getBooleanValue('new-checkout', false)", true],
    ["client.getBooleanValue.call(client, 'new-checkout')", true],
    ["const isNew = client.getBooleanValue.bind(client, 'new-checkout')", false],
    ["unleash.isEnabled('new-checkout')", true],
    ["posthog.isFeatureEnabled('new-checkout', user)", false],
    ['const { newCheckout } = useFlags()', false],
    ["const isOn = (key, fallback) => client.getBooleanValue(key, fallback);\nisOn('new-checkout')", true],
    ["const isOn = (key) => client.getBooleanValue(key, false);\nisOn('new-checkout')", false],
  ])('%s: %s', (code, takesDefault) => {
    expect(siteIn(code).takesDefault).toBe(takesDefault);
  });

  test.each([
    ["client.getBooleanValue('new-checkout', ...more)", 'unknown'],
    ["client.getBooleanValue('new-checkout')", undefined],
  ])('%s: %s', (code, kind) => {
    expect(siteIn(code).defaultValue?.kind).toBe(kind);
  });
});
