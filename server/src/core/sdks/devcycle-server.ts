import { reads, type SdkDescriptor } from './sdk.ts';

export const devcycleNode: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle Node.js',
  packages: ['@devcycle/nodejs-server-sdk'],
  source: 'npm:@devcycle/nodejs-server-sdk@1.55.9 src/*.d.ts',
  exports: {
    initializeDevCycle: { kind: 'returns', type: 'DevCycleClient' },
    initialize: { kind: 'returns', type: 'DevCycleClient' },
    DevCycleClient: { kind: 'class', type: 'DevCycleClient' },
    DevCycleCloudClient: { kind: 'class', type: 'DevCycleClient' },
    DVCClient: { kind: 'class', type: 'DevCycleClient' },
    DVCCloudClient: { kind: 'class', type: 'DevCycleClient' },
  },
  // The user comes first.
  types: {
    DevCycleClient: {
      members: {
        ...reads(['variable', 'variableValue'], { key: 1, default: 2 }),
        onClientInitialized: { kind: 'returns', type: 'DevCycleClient' },
      },
    },
  },
};

export const devcycleNest: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle NestJS',
  packages: ['@devcycle/nestjs-server-sdk'],
  source: 'npm:@devcycle/nestjs-server-sdk@0.8.0 src/*.d.ts',
  exports: {
    ...reads(['VariableValue'], { key: 'key', default: 'default' }),
    ...reads(['RequireVariableValue'], { key: 0, many: 'properties' }),
    DevCycleService: { kind: 'class', type: 'DevCycleService' },
    MockDevCycleClient: {
      kind: 'class',
      type: 'MockDevCycleClient',
      members: reads(['mockVariables'], { key: 0, many: 'properties', role: 'override' }),
    },
  },
  types: {
    DevCycleService: {
      members: {
        ...reads(['isEnabled'], { key: 0, value: 'boolean' }),
        ...reads(['variableValue'], { key: 0, default: 1 }),
      },
    },
    MockDevCycleClient: { members: reads(['mockVariables'], { key: 0, many: 'properties', role: 'override' }) },
  },
};
