/** DevCycle in browsers: key, then default. Call sites name variables. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

export const devcycleClientTypes: { readonly [name: string]: SdkType } = {
  DevCycleClient: {
    members: {
      ...reads(['variable', 'variableValue'], { key: 0, default: 1 }),
      onClientInitialized: { kind: 'returns', type: 'DevCycleClient' },
      ...reads(['subscribe'], { key: 0, keyPrefix: ['variableUpdated:', 'variableEvaluated:'] }),
    },
  },
};

export const devcycleJs: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle browser',
  packages: ['@devcycle/js-client-sdk', '@devcycle/devcycle-js-sdk'],
  source: 'npm:@devcycle/js-client-sdk@1.47.10 *.d.ts',
  exports: {
    initializeDevCycle: { kind: 'returns', type: 'DevCycleClient' },
    initialize: { kind: 'returns', type: 'DevCycleClient' },
    DevCycleClient: { kind: 'class', type: 'DevCycleClient' },
    DVCClient: { kind: 'class', type: 'DevCycleClient' },
  },
  types: devcycleClientTypes,
};

/** The hooks of the React and the Next.js SDK. */
const hooks: { readonly [name: string]: SdkEntity } = {
  ...reads(['useVariableValue', 'useVariable'], { key: 0, default: 1 }),
  useDevCycleClient: { kind: 'returns', type: 'DevCycleClient' },
};

export const devcycleReact: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle React',
  packages: [
    '@devcycle/react-client-sdk',
    '@devcycle/devcycle-react-sdk',
    '@devcycle/react-native-client-sdk',
    '@devcycle/react-native-expo-client-sdk',
  ],
  source: 'npm:@devcycle/react-client-sdk@1.45.10 src/*.d.ts',
  exports: {
    ...hooks,
    ...reads(['useDVCVariable'], { key: 0, default: 1 }),
    useDVCClient: { kind: 'returns', type: 'DevCycleClient' },
    RenderIfEnabled: { kind: 'component', read: { key: 'variableKey', default: 'defaultValue' } },
    ...reads(['SwapComponents'], { key: 2, value: 'boolean' }),
  },
  types: devcycleClientTypes,
};

export const devcycleNext: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle Next.js',
  packages: ['@devcycle/nextjs-sdk', '@devcycle/nextjs-sdk/server'],
  source: 'npm:@devcycle/nextjs-sdk@3.0.5 src/**/*.d.ts',
  exports: {
    ...hooks,
    ...reads(['renderIfEnabled'], { key: 0, value: 'boolean' }),
    setupDevCycle: { kind: 'returns', type: 'Server' },
  },
  types: {
    ...devcycleClientTypes,
    Server: { members: reads(['getVariableValue'], { key: 0, default: 1 }) },
  },
};
