/** DevCycle on servers: the user comes first. Cloud clients answer with promises, local ones at once. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const exports: { readonly [name: string]: SdkEntity } = {
  initializeDevCycle: { kind: 'returns', type: 'DevCycleClient' },
  initialize: { kind: 'returns', type: 'DevCycleClient' },
  DevCycleClient: { kind: 'class', type: 'DevCycleClient' },
  DevCycleCloudClient: { kind: 'class', type: 'DevCycleClient' },
  DVCClient: { kind: 'class', type: 'DevCycleClient' },
  DVCCloudClient: { kind: 'class', type: 'DevCycleClient' },
  DevCycleProvider: { kind: 'class', type: 'DevCycleProvider' },
};

const types: { readonly [name: string]: SdkType } = {
  DevCycleClient: {
    members: {
      ...reads(['variable', 'variableValue'], { key: 1, default: 2, context: { at: 0 } }),
      onClientInitialized: { kind: 'returns', type: 'DevCycleClient' },
      allVariables: { kind: 'returns', type: 'Variables' },
      getOpenFeatureProvider: { kind: 'returns', type: 'DevCycleProvider' },
    },
  },
  // An OpenFeature provider, which hands out the client that it wraps.
  DevCycleProvider: { members: { devcycleClient: { kind: 'value', type: 'DevCycleClient' } } },
  Variables: { flags: { spelling: 'exact' } },
};

export const devcycleNode: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle Node.js and edge',
  packages: ['@devcycle/nodejs-server-sdk', '@devcycle/js-cloud-server-sdk'],
  source:
    'npm:@devcycle/nodejs-server-sdk@1.55.9 src/*.d.ts, npm:@devcycle/js-cloud-server-sdk@1.33.7 src/cloudClient.d.ts',
  exports,
  types,
};

export const devcycleNest: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle NestJS',
  packages: ['@devcycle/nestjs-server-sdk', '@devcycle/nestjs-server-sdk/mocks'],
  source: 'npm:@devcycle/nestjs-server-sdk@0.8.0 src/**/*.d.ts, mocks.d.ts',
  exports: {
    ...exports,
    ...reads(['VariableValue'], { key: 'key', default: 'default' }),
    ...reads(['RequireVariableValue'], { key: 0, many: 'properties' }),
    DevCycleService: { kind: 'class', type: 'DevCycleService' },
    MockDevCycleClient: { kind: 'class', type: 'MockDevCycleClient' },
  },
  types: {
    ...types,
    DevCycleService: {
      members: {
        ...reads(['isEnabled'], { key: 0, async: false, value: 'boolean' }),
        ...reads(['variableValue'], { key: 0, default: 1, async: false }),
      },
    },
    MockDevCycleClient: {
      members: {
        ...reads(['variable', 'variableValue'], { key: 1, default: 2 }),
        ...reads(['mockVariables'], { key: 0, many: 'properties', role: 'override' }),
      },
    },
  },
};
