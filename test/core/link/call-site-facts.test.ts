/** What a call site tells beside the flag it reads: a default value, a promise, for whom the flag is evaluated. */
import { describe, expect, test } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { callSitesOf, type Files } from '../../support/call-sites-of.ts';

const head = `import { OpenFeature } from '@openfeature/server-sdk';
import { OpenFeature as WebFeature } from '@openfeature/web-sdk';
import { useBooleanFlagValue } from '@openfeature/react-sdk';
import * as ld from '@launchdarkly/node-server-sdk';
import { initialize as ldClient } from 'launchdarkly-js-client-sdk';
import { PostHog } from 'posthog-node';
import posthogJs from 'posthog-js';
import { initialize } from 'unleash-client';
import { useFlag } from '@unleash/proxy-client-react';
import { useFlags } from 'launchdarkly-react-client-sdk';
import { Statsig } from '@statsig/statsig-node-core';
import Statsig5, { checkGate, checkGateSync } from 'statsig-node';
import { StatsigClient } from '@statsig/js-client';
import { GrowthBook, GrowthBookClient } from '@growthbook/growthbook';
import { SplitFactory } from '@splitsoftware/splitio/server';
import { Flagsmith } from 'flagsmith-nodejs';
import flagsmithJs from '@flagsmith/flagsmith';
import { flag } from 'flags/next';
const client = OpenFeature.getClient();
const web = WebFeature.getClient('shop');
const server = ld.init('key');
const browser = ldClient('key');
const posthog = new PostHog('key');
const unleash = initialize({});
const statsig = new Statsig('key');
const gates = new StatsigClient('key');
const growthbook = new GrowthBook();
const growthbooks = new GrowthBookClient();
const split = SplitFactory({}).client();
const flags = await new Flagsmith({}).getEnvironmentFlags();
const sale = flag({ key: 'summer-sale' });
`;

/** The last call site of the file that holds the code. */
function siteIn(code: string, others: Files = {}): CallSite {
  const site = callSitesOf({ ...others, 'shop.ts': `${head}${code}\n` })
    .filter(({ uri }) => uri === 'shop.ts')
    .at(-1);
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

describe('comes in a promise', () => {
  test.each<[code: string, isAsync: boolean | null]>([
    ["client.getBooleanValue('new-checkout', false)", true],
    ["await client.getBooleanValue('new-checkout', false)", true],
    ["web.getBooleanValue('new-checkout', false)", false],
    ["useBooleanFlagValue('new-checkout', false)", false],
    ["server.boolVariation('new-checkout', user, false)", true],
    ["browser.variation('new-checkout', false)", false],
    ["posthog.isFeatureEnabled('new-checkout', user)", true],
    ["posthogJs.isFeatureEnabled('new-checkout')", false],
    ["unleash.isEnabled('new-checkout')", false],
    ["useFlag('new-checkout')", false],
    ['useFlags().newCheckout', false],
    ["statsig.checkGate(user, 'new-checkout')", false],
    ["checkGate(user, 'new-checkout')", null],
    ["checkGateSync(user, 'new-checkout')", false],
    ["gates.checkGate('new-checkout')", false],
    ["growthbook.isOn('new-checkout')", false],
    ["split.getTreatment(user, 'new-checkout')", null],
    ["flags.isFeatureEnabled('new-checkout')", false],
    ["flagsmithJs.hasFeature('new-checkout')", false],
    ['sale()', true],
    ["const isNew = client.getBooleanValue.bind(client, 'new-checkout')", null],
    // Of a wrapper, what it gives back itself.
    ["const isOn = (key) => client.getBooleanValue(key, false);\nisOn('new-checkout')", true],
    ["const isOn = (key) => web.getBooleanValue(key, false);\nisOn('new-checkout')", false],
    ["const isOn = (key) => { return (client.getBooleanValue(key, false)); };\nisOn('new-checkout')", true],
    ["async function isOn(key) { return web.getBooleanValue(key, false); }\nisOn('new-checkout')", true],
    ["async function isOn(key) { return !(await client.getBooleanValue(key, false)); }\nisOn('new-checkout')", true],
    ["const isOn = (key) => !web.getBooleanValue(key, false);\nisOn('new-checkout')", null],
    ["const isOn = (key) => client.getBooleanValue(key, false).then(Boolean);\nisOn('new-checkout')", null],
    ["function isOn(key) { const on = web.getBooleanValue(key, false); return on; }\nisOn('new-checkout')", null],
    ["const isOn = (key) => later(() => web.getBooleanValue(key, false));\nisOn('new-checkout')", null],
    ["function* isOn(key) { yield client.getBooleanValue(key, false); }\nisOn('new-checkout')", null],
    [
      "const one = (key) => client.getBooleanValue(key, false);\nconst two = (key) => one(key);\ntwo('new-checkout')",
      true,
    ],
  ])('%s: %s', (code, isAsync) => {
    expect(siteIn(code).isAsync).toBe(isAsync);
  });

  test.each<[declaration: string, isAsync: boolean | null]>([
    ['class Flags { async isOn(key) {} }', true],
    ['class Flags { isOn(key) {} }', null],
  ])('a configured method of %s: %s', (declaration, isAsync) => {
    const [site] = callSitesOf({ 'shop.ts': `${declaration}\nnew Flags().isOn('new-checkout');` }, [
      { name: 'isOn', module: null, owner: ['Flags'], key: 0, default: null, value: 'boolean' },
    ]);
    expect(site?.isAsync).toBe(isAsync);
  });
});

describe('for whom it is evaluated', () => {
  test.each<[code: string, context: CallSite['context']]>([
    ["client.getBooleanValue('new-checkout', false, { targetingKey: user.id })", 'given'],
    ["client.getBooleanValue('new-checkout', false, context)", 'given'],
    ["client.getBooleanValue('new-checkout', false, { ...context, country })", 'given'],
    ["client.getBooleanValue('new-checkout', ...more)", 'given'],
    ["client.getBooleanValue('new-checkout', false, { country })", 'absent'],
    ["client.getBooleanValue('new-checkout', false, {})", 'absent'],
    ["client.getBooleanValue('new-checkout', false, undefined)", 'absent'],
    ["client.getBooleanValue('new-checkout', false)", 'absent'],
    ["web.getBooleanValue('new-checkout', false)", 'elsewhere'],
    ["useBooleanFlagValue('new-checkout', false)", 'elsewhere'],
    ["server.boolVariation('new-checkout', user, false)", 'given'],
    ["server.boolVariation('new-checkout', null, false)", 'absent'],
    ["browser.variation('new-checkout', false)", 'elsewhere'],
    ["unleash.isEnabled('new-checkout')", 'absent'],
    ["unleash.isEnabled('new-checkout', { country })", 'given'],
    ["unleash.isEnabled('new-checkout', {}, true)", 'absent'],
    ["posthog.isFeatureEnabled('new-checkout', user.id)", 'given'],
    ["posthog.isFeatureEnabled('new-checkout')", 'absent'],
    ["growthbook.isOn('new-checkout')", 'elsewhere'],
    ["growthbooks.isOn('new-checkout')", 'absent'],
    ["growthbooks.getFeatureValue('ranking', 'bm25', { attributes })", 'given'],
    ["split.getTreatment(user, 'new-checkout')", 'given'],
    ["const isNew = client.getBooleanValue.bind(client, 'new-checkout')", 'elsewhere'],
    ["const isOn = (key) => client.getBooleanValue(key, false);\nisOn('new-checkout')", 'elsewhere'],
    ["const isOn = (key, user) => client.getBooleanValue(key, false, user);\nisOn('new-checkout', me)", 'elsewhere'],
  ])('%s: %s', (code, context) => {
    expect(siteIn(code).context).toBe(context);
  });

  test.each<[other: string, context: CallSite['context']]>([
    ["import { OpenFeature } from '@openfeature/server-sdk';\nOpenFeature.setContext({ region });", 'elsewhere'],
    ['OpenFeature.setTransactionContextPropagator(new AsyncLocalStorageTransactionContextPropagator());', 'elsewhere'],
    ['client.addHooks(new ContextHook());', 'elsewhere'],
    ['const client = OpenFeature.getClient({ region });', 'elsewhere'],
    ["const client = OpenFeature.getClient('shop', '1.0', context);", 'elsewhere'],
    ['OpenFeatureModule.forRoot({ contextFactory });', 'elsewhere'],
    ['const factory = { contextFactory: (execution) => userOf(execution) };', 'elsewhere'],
    ['const options = { contextFactory(execution) { return userOf(execution); } };', 'elsewhere'],
    ["const client = OpenFeature.getClient('shop');", 'absent'],
    ['const context = getContext();', 'absent'],
  ])('another file holds %s: %s', (other, context) => {
    const sites = ["client.getBooleanValue('new-checkout', false)", "client.getBooleanValue('a', false, {})"].map(
      (code) => siteIn(code, { 'setup.ts': other }).context,
    );
    expect(sites).toEqual([context, context]);
  });

  test.each(["unleash.isEnabled('new-checkout')", "posthog.isFeatureEnabled('new-checkout')"])(
    '%s: what OpenFeature is told says nothing of it',
    (code) => {
      expect(siteIn(code, { 'setup.ts': 'OpenFeature.setContext({});' }).context).toBe('absent');
    },
  );
});

describe('what a test sets it to', () => {
  const testing = `import { InMemoryProvider } from '@openfeature/server-sdk';
import { OpenFeatureTestProvider } from '@openfeature/react-sdk';
import { TestData } from '@launchdarkly/node-server-sdk/integrations';
import { mockFlags, TestData as ClientData } from 'jest-launchdarkly-mock';
import { GrowthBook } from '@growthbook/growthbook';
import Statsig from 'statsig-node';
import posthog from 'posthog-js';
import { enableFeature, disableFeature } from 'ember-feature-flags/test-support';
const data = new TestData();
const clientData = new ClientData();
const growthbook = new GrowthBook();
const provider = new InMemoryProvider();
const isNew = true;
`;

  test.each<[code: string, value: unknown]>([
    ['mockFlags({ newCheckout: true })', true],
    ["mockFlags({ 'new-checkout': false })", false],
    ['mockFlags({ newCheckout: isNew })', true],
    ["mockFlags({ ranking: 'bm25' })", 'bm25'],
    ['mockFlags({ newCheckout: readIt() })', undefined],
    ['mockFlags({ colors: { cart: 1 } })', undefined],
    ["<OpenFeatureTestProvider flagValueMap={{ 'new-checkout': true }} />", true],
    ["clientData.setBool('new-checkout', true)", true],
    ["clientData.remove('new-checkout')", undefined],
    ["data.flag('new-checkout').booleanFlag().variationForAll(true)", true],
    ["data.update(data.flag('new-checkout').variationForAll(false))", false],
    ["data.flag('ranking').valueForAll('bm25')", 'bm25'],
    ["data.flag('new-checkout').variationForUser('me', true).variationForAll(false)", undefined],
    ["data.flag('new-checkout')", undefined],
    ["growthbook.setForcedFeatures(new Map([['new-checkout', true]]))", true],
    ["Statsig.overrideGate('new-checkout', true)", true],
    ["posthog.featureFlags.override({ 'new-checkout': 'blue' })", 'blue'],
    ["enableFeature('new-checkout')", true],
    ["disableFeature('new-checkout')", false],
    [
      "provider.putConfiguration({ 'new-checkout': { variants: { on: true, off: false }, defaultVariant: 'on', disabled: false } })",
      true,
    ],
    ["new InMemoryProvider({ ranking: { variants: { old: 'bm25' }, defaultVariant: 'old' } })", 'bm25'],
    [
      "new InMemoryProvider({ 'new-checkout': { variants: { on: true }, defaultVariant: 'on', disabled: true } })",
      undefined,
    ],
    [
      "new InMemoryProvider({ 'new-checkout': { variants: { on: true }, defaultVariant: 'on', contextEvaluator: () => 'on' } })",
      undefined,
    ],
  ])('%s: %s', (code, value) => {
    const [site] = callSitesOf({ 'shop.test.tsx': `${testing}${code}\n` });
    expect(site?.key.kind).toBe('literal');
    expect(site?.overrideValue).toBe(value);
  });
});
