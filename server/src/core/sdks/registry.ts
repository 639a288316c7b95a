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

/** Names of overrides are words such as `flag`: alone they would let nearly every file through. */
function isTelling(entity: SdkEntity): boolean {
  return entity.kind === 'read' && (entity.read.role ?? 'evaluation') === 'evaluation';
}

/** What can be seen in the text of a file that reads flags, for the prefilter. */
export function vocabulary(): {
  readonly packages: readonly string[];
  readonly called: readonly string[];
  readonly rendered: readonly string[];
} {
  const called = new Set<string>();
  const rendered = new Set<string>();
  for (const sdk of sdks) {
    const groups = [sdk.exports, ...Object.values(sdk.types).map((type) => type.members ?? {})];
    for (const [name, entity] of groups.flatMap((group) => Object.entries(group))) {
      if (entity.kind === 'component') rendered.add(name);
      if (isTelling(entity) || (entity.kind === 'returns' && sdk.types[entity.type]?.flags)) called.add(name);
    }
  }
  return { packages: [...byPackage.keys()].sort(), called: [...called].sort(), rendered: [...rendered].sort() };
}
