/** What Statsig's client-side SDKs share: the name of the gate, config, experiment or layer comes first. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

/** Current clients. A parameter store is a collection like a list of flags; its name is no flag key. */
export const statsigClientReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['checkGate', 'getFeatureGate'], { key: 0, value: 'boolean' }),
  ...reads(['getDynamicConfig', 'getExperiment', 'getLayer'], { key: 0, value: 'object' }),
};

/** A client's class, by whichever name a package exports it. */
export const statsigClientClass: SdkEntity = {
  kind: 'class',
  type: 'StatsigClient',
  members: { instance: { kind: 'returns', type: 'StatsigClient' } },
};

const types: { readonly [name: string]: SdkType } = {
  StatsigClient: { members: statsigClientReads },
  // The service of the Angular package has the methods too.
  StatsigService: { members: { ...statsigClientReads, getClient: { kind: 'returns', type: 'StatsigClient' } } },
  StatsigGlobal: { members: { instance: { kind: 'returns', type: 'StatsigClient' } } },
  LocalOverrideAdapter: {
    members: reads(['overrideGate', 'overrideDynamicConfig', 'overrideExperiment', 'overrideLayer'], {
      key: 0,
      role: 'override',
      sets: { kind: 'place', at: 1 },
    }),
  },
};

export const statsigClient: SdkDescriptor = {
  id: 'statsig',
  title: 'Statsig client (browser, Angular, edge, on-device evaluation)',
  isSync: true,
  packages: [
    '@statsig/js-client',
    '@statsig/client-core',
    '@statsig/js-on-device-eval-client',
    '@statsig/js-local-overrides',
    '@statsig/angular-bindings',
    '@statsig/serverless-client',
    '@statsig/serverless-client/cloudflare',
    '@statsig/serverless-client/fastly',
    '@statsig/vercel-edge',
  ],
  source:
    'npm:@statsig/client-core@3.33.5 src/ClientInterfaces.d.ts, npm:@statsig/js-local-overrides@3.33.5, npm:@statsig/angular-bindings@3.20.2, npm:@statsig/serverless-client@3.33.5, npm:@statsig/vercel-edge@3.32.0',
  globals: { Statsig: 'module', __STATSIG__: 'module' },
  exports: {
    // What the script leaves as `window.Statsig`.
    default: { kind: 'value', type: 'StatsigGlobal' },
    StatsigClient: statsigClientClass,
    StatsigOnDeviceEvalClient: statsigClientClass,
    StatsigServerlessClient: statsigClientClass,
    StatsigCloudflareClient: statsigClientClass,
    StatsigFastlyClient: statsigClientClass,
    StatsigVercelClient: statsigClientClass,
    PrecomputedEvaluationsInterface: { kind: 'class', type: 'StatsigClient' },
    OnDeviceEvaluationsInterface: { kind: 'class', type: 'StatsigClient' },
    StatsigClientInterface: { kind: 'class', type: 'StatsigClient' },
    StatsigService: { kind: 'class', type: 'StatsigService' },
    LocalOverrideAdapter: { kind: 'class', type: 'LocalOverrideAdapter' },
  },
  types,
};
