import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity } from './sdk.ts';

function getters(key: ReadSpec['key']): { readonly [name: string]: SdkEntity } {
  return {
    ...reads(['getBoolean'], { key, value: 'boolean' }),
    ...reads(['getNumber'], { key, value: 'number' }),
    ...reads(['getString'], { key, value: 'string' }),
    ...reads(['getValue'], { key }),
  };
}

/** The instance comes first. */
export const firebaseModular: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'Firebase Remote Config',
  packages: ['firebase/remote-config', '@firebase/remote-config'],
  source: 'npm:@firebase/remote-config@0.9.2 dist/remote-config-public.d.ts',
  exports: { ...getters(1), getAll: { kind: 'returns', type: 'Values' } },
  types: { Values: { flags: { spelling: 'exact' } } },
};

const serverConfig: SdkEntity = { kind: 'returns', type: 'ServerConfig' };

/** A template is made with the keys it knows. */
const template: SdkEntity = {
  kind: 'read',
  read: { key: 'defaultConfig', many: 'properties', role: 'definition' },
  returns: 'ServerTemplate',
};

export const firebaseAdmin: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'Firebase Remote Config server template',
  packages: ['firebase-admin/remote-config', 'firebase-admin'],
  source: 'npm:firebase-admin@13.10.0 lib/remote-config/*.d.ts',
  exports: {
    getRemoteConfig: { kind: 'returns', type: 'RemoteConfig' },
    remoteConfig: { kind: 'returns', type: 'RemoteConfig' },
    RemoteConfig: { kind: 'class', type: 'RemoteConfig' },
    ServerConfig: { kind: 'class', type: 'ServerConfig' },
    ServerTemplate: { kind: 'class', type: 'ServerTemplate' },
  },
  types: {
    RemoteConfig: { members: { getServerTemplate: template, initServerTemplate: template } },
    ServerTemplate: { members: { evaluate: serverConfig } },
    ServerConfig: { members: getters(0) },
  },
};

const module: SdkEntity = { kind: 'returns', type: 'Module' };

export const firebaseReactNative: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'Firebase Remote Config React Native',
  packages: ['@react-native-firebase/remote-config'],
  source: 'npm:@react-native-firebase/remote-config@26.4.0 dist/typescript/lib',
  // Both the namespaced form, `remoteConfig().getValue(key)`, and the modular one, `getValue(remoteConfig, key)`.
  exports: {
    default: module,
    getRemoteConfig: module,
    firebase: { kind: 'value', type: 'Firebase' },
    ...getters(1),
    ...reads(['setDefaults'], { key: 1, many: 'properties', role: 'definition' }),
  },
  types: {
    Firebase: { members: { remoteConfig: module } },
    Module: {
      members: { ...getters(0), ...reads(['setDefaults'], { key: 0, many: 'properties', role: 'definition' }) },
    },
  },
};
