/** All SDKs that Sluice reads. */
import { configcat } from './configcat.ts';
import { configcatReact } from './configcat-react.ts';
import { flagsmith } from './flagsmith.ts';
import { flagsmithNode } from './flagsmith-node.ts';
import { flagsmithReact } from './flagsmith-react.ts';
import { growthbook } from './growthbook.ts';
import { growthbookReact } from './growthbook-react.ts';
import { launchdarklyAi } from './launchdarkly-ai.ts';
import { launchdarklyJsClient } from './launchdarkly-js-client.ts';
import { launchdarklyJsClientLegacy } from './launchdarkly-js-client-legacy.ts';
import { launchdarklyNodeTesting } from './launchdarkly-node-testing.ts';
import { launchdarklyNode } from './launchdarkly-node.ts';
import { launchdarklyReact } from './launchdarkly-react.ts';
import { launchdarklyReactNative } from './launchdarkly-react-native.ts';
import { launchdarklyReactSdk } from './launchdarkly-react-sdk.ts';
import { launchdarklyReactServer } from './launchdarkly-react-server.ts';
import { launchdarklySvelte } from './launchdarkly-svelte.ts';
import { launchdarklyTesting } from './launchdarkly-testing.ts';
import { launchdarklyVue } from './launchdarkly-vue.ts';
import { openfeatureAngular } from './openfeature-angular.ts';
import { openfeatureNestjs } from './openfeature-nestjs.ts';
import { openfeatureReact } from './openfeature-react.ts';
import { openfeatureServer } from './openfeature-server.ts';
import { openfeatureWeb } from './openfeature-web.ts';
import { posthogJs } from './posthog-js.ts';
import { posthogNode } from './posthog-node.ts';
import { posthogNuxt } from './posthog-nuxt.ts';
import { posthogReact } from './posthog-react.ts';
import { posthogReactNative } from './posthog-react-native.ts';
import type { SdkDescriptor, SdkEntity } from './sdk.ts';
import { unleashAngular } from './unleash-angular.ts';
import { unleashNextjs } from './unleash-nextjs.ts';
import { unleashNode } from './unleash-node.ts';
import { unleashProxyClient } from './unleash-proxy-client.ts';
import { unleashReact } from './unleash-react.ts';
import { unleashSvelte } from './unleash-svelte.ts';
import { unleashVue } from './unleash-vue.ts';
import { amplitude, amplitudeNode } from './amplitude.ts';
import { azureAppConfiguration, azureAppConfigurationClient } from './azure-app-configuration.ts';
import { devcycleJs, devcycleReact, devcycleNext, devcycleProvider } from './devcycle-client.ts';
import { devcycleNode, devcycleNest } from './devcycle-server.ts';
import { eppo } from './eppo.ts';
import { featurevisor, featurevisorReact, featurevisorVue } from './featurevisor.ts';
import { firebaseModular, firebaseCompat, firebaseAdmin } from './firebase.ts';
import {
  firebaseAngular,
  firebaseAngularCompat,
  firebaseCapacitor,
  firebaseReact,
  firebaseReactNative,
} from './firebase-frameworks.ts';
import { fliptRest, fliptClient, fliptReact } from './flipt.ts';
import { harnessClient, harnessNode, harnessReact, harnessReactNative } from './harness.ts';
import { hypertune, hypertuneVercel, hypertuneVue } from './hypertune.ts';
import { optimizely, optimizelyReact } from './optimizely.ts';
import { reflagBrowser, reflagReact, reflagNode } from './reflag.ts';
import { split, splitBrowser, splitServer } from './split.ts';
import { splitAngular, splitRedux } from './split-frameworks.ts';
import { splitReact } from './split-react.ts';
import { statsigClient } from './statsig-client.ts';
import { statsigLegacy } from './statsig-legacy.ts';
import { statsigNode } from './statsig-node.ts';
import { statsigNodeLegacy } from './statsig-node-legacy.ts';
import { statsigReact } from './statsig-react.ts';
import { vercelFlags } from './vercel-flags.ts';
import { confidence, confidenceReact } from './confidence.ts';
import { emberFeatureFlags } from './ember-feature-flags.ts';
import { flagsGg } from './flags-gg.ts';
import { flagship, flagshipReact } from './flagship.ts';
import { kameleoon } from './kameleoon.ts';
import { prefabBrowser, prefabNode } from './prefab.ts';
import { flagged, paralleldrive, reactFeatureToggles } from './react-toggles.ts';
import { rox } from './rox.ts';
import { tggl } from './tggl.ts';
import { vwoFme, vwoFullStack } from './vwo.ts';

export const sdks: readonly SdkDescriptor[] = [
  openfeatureServer,
  openfeatureWeb,
  openfeatureReact,
  openfeatureAngular,
  openfeatureNestjs,
  launchdarklyNode,
  launchdarklyNodeTesting,
  launchdarklyJsClient,
  launchdarklyJsClientLegacy,
  launchdarklyReactSdk,
  launchdarklyReactServer,
  launchdarklyReact,
  launchdarklyReactNative,
  launchdarklyVue,
  launchdarklySvelte,
  launchdarklyAi,
  launchdarklyTesting,
  unleashNode,
  unleashProxyClient,
  unleashReact,
  unleashNextjs,
  unleashVue,
  unleashSvelte,
  unleashAngular,
  flagsmith,
  flagsmithReact,
  flagsmithNode,
  growthbook,
  growthbookReact,
  configcat,
  configcatReact,
  posthogJs,
  posthogReact,
  posthogNuxt,
  posthogNode,
  posthogReactNative,
  amplitude,
  amplitudeNode,
  azureAppConfiguration,
  azureAppConfigurationClient,
  devcycleJs,
  devcycleReact,
  devcycleNext,
  devcycleProvider,
  devcycleNode,
  devcycleNest,
  eppo,
  featurevisor,
  featurevisorReact,
  featurevisorVue,
  firebaseModular,
  firebaseCompat,
  firebaseAdmin,
  firebaseAngular,
  firebaseAngularCompat,
  firebaseReact,
  firebaseReactNative,
  firebaseCapacitor,
  fliptRest,
  fliptClient,
  fliptReact,
  harnessClient,
  harnessNode,
  harnessReact,
  harnessReactNative,
  hypertune,
  hypertuneVue,
  hypertuneVercel,
  optimizely,
  optimizelyReact,
  reflagBrowser,
  reflagReact,
  reflagNode,
  split,
  splitBrowser,
  splitServer,
  splitReact,
  splitRedux,
  splitAngular,
  statsigClient,
  statsigLegacy,
  statsigNode,
  statsigNodeLegacy,
  statsigReact,
  vercelFlags,
  confidence,
  confidenceReact,
  emberFeatureFlags,
  flagged,
  flagsGg,
  flagship,
  flagshipReact,
  kameleoon,
  paralleldrive,
  prefabBrowser,
  prefabNode,
  reactFeatureToggles,
  rox,
  tggl,
  vwoFme,
  vwoFullStack,
];

const byPackage = new Map(sdks.flatMap((sdk) => sdk.packages.map((name) => [name, sdk] as const)));

/** Answers by specifier: the same few hundred are asked for at every import, call and type. */
const answers = new Map<string, SdkDescriptor | null>();
/** Half-typed ones come and go. */
const maxAnswers = 20_000;

/** The SDK behind an import specifier; null where it is none. */
export function sdkOfPackage(specifier: string): SdkDescriptor | null {
  let answer = answers.get(specifier);
  if (answer === undefined) {
    if (answers.size >= maxAnswers) answers.clear();
    answers.set(specifier, (answer = findPackage(specifier)));
  }
  return answer;
}

function findPackage(specifier: string): SdkDescriptor | null {
  const sdk = byPackage.get(specifier);
  if (sdk) return sdk;
  const [, remote, rest = ''] = delivered.exec(specifier) ?? [];
  if (remote !== undefined) return sdkOfPackage(remote + rest) ?? byPackage.get(remote) ?? null;
  const [, name] = insidePackage.exec(specifier) ?? [];
  return (name !== undefined && byPackage.get(name)) || null;
}

/** A package by its address: `https://unpkg.com/posthog-js@1.2.3/dist/module.js`, `https://esm.sh/posthog-js`, `npm:posthog-js@1`. */
const delivered = /^(?:https?:\/\/[^/]+\/(?:(?:npm|pin|v\d+)\/)?|npm:\/?)((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/;

/** A bundle or a file of declarations in a package: `posthog-js/dist/module.no-external`, `configcat-common/lib/ConfigCatClient`. */
const insidePackage = /^([^.].*?)\/(?:build|cjs|dist|es|esm|lib|types|umd)\/./;

const byGlobal = new Map(
  sdks.flatMap((sdk) => Object.entries(sdk.globals ?? {}).map(([name, left]) => [name, { sdk, left }] as const)),
);

/** Names under which scripts of SDKs leave something. */
export const globalNames: readonly string[] = [...byGlobal.keys()].sort();

/** What an SDK's script for browsers leaves under a global name; null where none does. */
export function sdkGlobal(name: string): { readonly sdk: SdkDescriptor; readonly left: SdkEntity | 'module' } | null {
  return byGlobal.get(name) ?? null;
}

const byGenerated = new Map(sdks.flatMap((sdk) => (sdk.generated ?? []).map((name) => [name, sdk] as const)));

/** Names of packages, and of modules that generators write. */
export const packageNames: readonly string[] = [...byPackage.keys()].sort();
export const generatedNames: readonly string[] = [...byGenerated.keys()].sort();

/** The SDK whose generator writes the module behind a relative or aliased specifier; null where none does. */
export function sdkOfGenerated(specifier: string): SdkDescriptor | null {
  const [, name] = /\/([^/]+?)(?:\.[jt]sx?)?$/.exec(specifier) ?? [];
  return (name !== undefined && byGenerated.get(name)) || null;
}

/** True for an import that brings in an SDK, or what one generates. */
export function isSdkSpecifier(specifier: string): boolean {
  return sdkOfPackage(specifier) !== null || sdkOfGenerated(specifier) !== null;
}
