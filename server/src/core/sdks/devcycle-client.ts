/** DevCycle in browsers: key, then default. Call sites name variables. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

export const devcycleClientTypes: { readonly [name: string]: SdkType } = {
  DevCycleClient: {
    members: {
      ...reads(['variable', 'variableValue'], { key: 0, default: 1 }),
      onClientInitialized: { kind: 'returns', type: 'DevCycleClient' },
      ...reads(['subscribe'], { key: 0, keyPrefix: ['variableUpdated:', 'variableEvaluated:'] }),
      allVariables: { kind: 'returns', type: 'Variables' },
    },
  },
  Variables: { flags: { spelling: 'exact' } },
};

/** The classes by which code names the type of a client. */
const clients: { readonly [name: string]: SdkEntity } = {
  DevCycleClient: { kind: 'class', type: 'DevCycleClient' },
  DVCClient: { kind: 'class', type: 'DevCycleClient' },
};

export const devcycleJs: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle browser',
  isSync: true,
  packages: ['@devcycle/js-client-sdk', '@devcycle/devcycle-js-sdk'],
  source: 'npm:@devcycle/js-client-sdk@1.47.10 src/*.d.ts, npm:@devcycle/devcycle-js-sdk@1.12.0 src/*.d.ts',
  exports: {
    initializeDevCycle: { kind: 'returns', type: 'DevCycleClient' },
    initialize: { kind: 'returns', type: 'DevCycleClient' },
    ...clients,
  },
  types: devcycleClientTypes,
};

/** The hooks of the React and the Next.js SDK. */
const hooks: { readonly [name: string]: SdkEntity } = {
  ...clients,
  ...reads(['useVariableValue', 'useVariable'], { key: 0, default: 1 }),
  useDevCycleClient: { kind: 'returns', type: 'DevCycleClient' },
};

export const devcycleReact: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle React',
  isSync: true,
  packages: [
    '@devcycle/react-client-sdk',
    '@devcycle/devcycle-react-sdk',
    '@devcycle/devcycle-react-native-sdk',
    '@devcycle/react-native-client-sdk',
    '@devcycle/react-native-expo-client-sdk',
  ],
  source:
    'npm:@devcycle/react-client-sdk@1.45.10 src/*.d.ts, npm:@devcycle/devcycle-react-native-sdk@1.4.0 index.d.ts, npm:@devcycle/react-native-client-sdk@2.22.8 src/index.d.ts',
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
  isSync: true,
  packages: ['@devcycle/nextjs-sdk', '@devcycle/nextjs-sdk/pages', '@devcycle/nextjs-sdk/server'],
  source: 'npm:@devcycle/nextjs-sdk@3.0.5 index.d.ts, pages.d.ts, server.d.ts, src/**/*.d.ts',
  exports: {
    ...hooks,
    ...reads(['renderIfEnabled'], { key: 0, value: 'boolean' }),
    useAllVariables: { kind: 'returns', type: 'Variables' },
    DevCycleNextClient: { kind: 'class', type: 'DevCycleClient' },
    DevCycleJSClient: { kind: 'class', type: 'DevCycleClient' },
    setupDevCycle: { kind: 'returns', type: 'Server' },
  },
  types: {
    ...devcycleClientTypes,
    Server: {
      members: {
        ...reads(['getVariableValue'], { key: 0, default: 1, async: true }),
        getAllVariables: { kind: 'returns', type: 'Variables' },
      },
    },
  },
};

/** Behind OpenFeature; the provider hands out the client that it wraps. */
export const devcycleProvider: SdkDescriptor = {
  id: 'devcycle',
  title: 'DevCycle OpenFeature provider',
  isSync: true,
  packages: [
    '@devcycle/openfeature-web-provider',
    '@devcycle/openfeature-react-provider',
    '@devcycle/openfeature-angular-provider',
  ],
  source:
    'npm:@devcycle/openfeature-web-provider@1.12.10 src/DevCycleProvider.d.ts, npm:@devcycle/openfeature-react-provider@1.12.8 src/index.d.ts, npm:@devcycle/openfeature-angular-provider@1.12.7 src/index.d.ts',
  exports: { default: { kind: 'class', type: 'DevCycleProvider' } },
  types: {
    ...devcycleClientTypes,
    DevCycleProvider: { members: { devcycleClient: { kind: 'value', type: 'DevCycleClient' } } },
  },
};
