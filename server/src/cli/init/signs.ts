/** Which packages, and which addresses, show where a workspace's flags are kept. */
import type { ControlPlaneKind } from '../../control-planes/kind-fields.ts';

interface Sign {
  readonly kind: ControlPlaneKind;
  /** The vendor's SDKs, and providers that put an OpenFeature SDK in front of it. */
  readonly packages: RegExp;
  /** Hosts where nothing else runs. */
  readonly hosts?: RegExp;
  /** What to put into an address or a path that is not known yet. */
  readonly example?: string;
}

/** Those whose SDK says most come first: where nothing else decides, the first one found is proposed. */
export const signs: readonly Sign[] = [
  { kind: 'sluice', packages: /^$/, example: 'http://127.0.0.1:4650' },
  { kind: 'unleash', packages: /\bunleash\b/, example: 'https://unleash.example.com' },
  { kind: 'launchdarkly', packages: /\blaunchdarkly\b|^ldclient-/, hosts: /(?:^|\.)launchdarkly\.(?:com|us)$/ },
  { kind: 'flagd-http', packages: /\bflagd\b/, example: 'https://flags.example.com/shop.flagd.json' },
  { kind: 'ofrep', packages: /\bofrep\b/, example: 'http://127.0.0.1:8016' },
  { kind: 'posthog', packages: /\bposthog\b/, hosts: /(?:^|\.)posthog\.com$/ },
];

/** The kind of control plane that a package speaks to; null where its name does not tell. */
export function kindOfPackage(name: string): ControlPlaneKind | null {
  return signs.find(({ packages }) => packages.test(name))?.kind ?? null;
}

/** The kind that alone runs at an address; null where anything might. */
export function kindAtUrl(url: string): ControlPlaneKind | null {
  if (!URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  return signs.find(({ hosts }) => hosts?.test(hostname))?.kind ?? null;
}

/** True for packages through which an OpenFeature SDK reads: `@openfeature/flagd-provider`, `@launchdarkly/openfeature-node-server`. */
export function isOpenFeatureProvider(name: string): boolean {
  return /\bopenfeature\b/.test(name);
}

/** The id of a vendor's own SDKs in `core/sdks` is the kind of its control plane. */
export const openFeatureSdk = 'openfeature';
