/** All SDKs that Sluice reads. */
import { launchdarklyJsClient } from './launchdarkly-js-client.ts';
import { launchdarklyNode } from './launchdarkly-node.ts';
import { launchdarklyReact } from './launchdarkly-react.ts';
import { openfeatureReact } from './openfeature-react.ts';
import { openfeatureServer } from './openfeature-server.ts';
import { openfeatureWeb } from './openfeature-web.ts';
import type { SdkDescriptor, SdkEntity } from './sdk.ts';
import { unleashNode } from './unleash-node.ts';
import { unleashProxyClient } from './unleash-proxy-client.ts';
import { unleashReact } from './unleash-react.ts';
import { amplitude, amplitudeNode } from './amplitude.ts';
import { azureAppConfiguration } from './azure-app-configuration.ts';
import { devcycleJs, devcycleReact, devcycleNext } from './devcycle-client.ts';
import { devcycleNode, devcycleNest } from './devcycle-server.ts';
import { eppo } from './eppo.ts';
import { featurevisor, featurevisorReact, featurevisorVue } from './featurevisor.ts';
import { firebaseModular, firebaseAdmin, firebaseReactNative } from './firebase.ts';
import { fliptRest, fliptClient, fliptReact } from './flipt.ts';
import { harnessClient, harnessNode, harnessReact } from './harness.ts';
import { hypertune } from './hypertune.ts';
import { optimizely, optimizelyReact } from './optimizely.ts';
import { reflagReact, reflagNode } from './reflag.ts';
import { split, splitBrowser, splitServer } from './split.ts';
import { splitReact } from './split-react.ts';
import { statsigClient } from './statsig-client.ts';
import { statsigLegacy } from './statsig-legacy.ts';
import { statsigNode } from './statsig-node.ts';
import { statsigNodeLegacy } from './statsig-node-legacy.ts';
import { statsigReact } from './statsig-react.ts';
import { vercelFlags } from './vercel-flags.ts';

export const sdks: readonly SdkDescriptor[] = [
  openfeatureServer,
  openfeatureWeb,
  openfeatureReact,
  launchdarklyNode,
  launchdarklyJsClient,
  launchdarklyReact,
  unleashNode,
  unleashProxyClient,
  unleashReact,
  amplitude,
  amplitudeNode,
  azureAppConfiguration,
  devcycleJs,
  devcycleReact,
  devcycleNext,
  devcycleNode,
  devcycleNest,
  eppo,
  featurevisor,
  featurevisorReact,
  featurevisorVue,
  firebaseModular,
  firebaseAdmin,
  firebaseReactNative,
  fliptRest,
  fliptClient,
  fliptReact,
  harnessClient,
  harnessNode,
  harnessReact,
  hypertune,
  optimizely,
  optimizelyReact,
  reflagReact,
  reflagNode,
  split,
  splitBrowser,
  splitServer,
  splitReact,
  statsigClient,
  statsigLegacy,
  statsigNode,
  statsigNodeLegacy,
  statsigReact,
  vercelFlags,
];

const byPackage = new Map(sdks.flatMap((sdk) => sdk.packages.map((name) => [name, sdk] as const)));

/** The SDK behind an import specifier; null where it is none. */
export function sdkOfPackage(specifier: string): SdkDescriptor | null {
  return byPackage.get(specifier) ?? null;
}

const byGenerated = new Map(sdks.flatMap((sdk) => (sdk.generated ?? []).map((name) => [name, sdk] as const)));

/** The SDK whose generator writes the module behind a relative or aliased specifier; null where none does. */
export function sdkOfGenerated(specifier: string): SdkDescriptor | null {
  const [, name] = /\/([^/]+?)(?:\.[jt]sx?)?$/.exec(specifier) ?? [];
  return (name !== undefined && byGenerated.get(name)) || null;
}

/** Words that code uses for everything: alone they would let nearly every file through. The package's name tells then. */
const everydayNames = new Set(
  'activate all batch boolean decide evaluate exposure fetch flag get getAll getBoolean getConfig getFeature getFeatures getFlags getNumber getString getValue root subscribe useConfig useFeature variable variant'.split(
    ' ',
  ),
);

/** Names of overrides are words such as `flag`. */
function isTelling(entity: SdkEntity): boolean {
  return entity.kind === 'read' && (entity.read.role ?? 'evaluation') === 'evaluation';
}

/** What can be seen in the text of a file that reads flags, for the prefilter. */
export function vocabulary(): {
  readonly packages: readonly string[];
  readonly generated: readonly string[];
  readonly called: readonly string[];
  readonly rendered: readonly string[];
} {
  const called = new Set<string>();
  const rendered = new Set<string>();
  for (const sdk of sdks) {
    const groups = [sdk.exports, ...Object.values(sdk.types).map((type) => type.members ?? {})];
    for (const [name, entity] of groups.flatMap((group) => Object.entries(group))) {
      if (entity.kind === 'component') rendered.add(name);
      if (everydayNames.has(name)) continue;
      if (isTelling(entity) || (entity.kind === 'returns' && sdk.types[entity.type]?.flags)) called.add(name);
    }
  }
  return {
    packages: [...byPackage.keys()].sort(),
    generated: [...byGenerated.keys()].sort(),
    called: [...called].sort(),
    rendered: [...rendered].sort(),
  };
}
