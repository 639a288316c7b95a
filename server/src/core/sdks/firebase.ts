/** Firebase Remote Config: a parameter's name is its key. The default is what the code gives the client for all of them. */
import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

/** One accessor for each type, and one for any; `suffix` where names say more. */
export function getters(key: ReadSpec['key'], suffix = ''): { readonly [name: string]: SdkEntity } {
  return {
    ...reads([`getBoolean${suffix}`], { key, value: 'boolean' }),
    ...reads([`getNumber${suffix}`], { key, value: 'number' }),
    ...reads([`getString${suffix}`], { key, value: 'string' }),
    ...reads([`getValue${suffix}`], { key }),
  };
}

/** Values by key. */
export const values: SdkType = { flags: { spelling: 'exact' } };
export const all: SdkEntity = { kind: 'returns', type: 'Values' };

/** `config.defaultConfig = { ... }` */
export const defaultConfig: SdkEntity = {
  kind: 'assigned',
  read: { key: 0, many: 'properties', role: 'definition' },
};

export const setDefaults: ReadSpec = { key: 0, many: 'properties', role: 'definition' };

const modularClient: SdkEntity = { kind: 'returns', type: 'RemoteConfig' };

/** The instance comes first. */
export const modularExports: { readonly [name: string]: SdkEntity } = {
  ...getters(1),
  getAll: all,
  getRemoteConfig: modularClient,
  RemoteConfig: { kind: 'class', type: 'RemoteConfig' },
};

export const modularTypes: { readonly [name: string]: SdkType } = {
  RemoteConfig: { members: { defaultConfig } },
  Values: values,
};

export const firebaseModular: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'Firebase Remote Config',
  isSync: true,
  packages: ['firebase/remote-config', '@firebase/remote-config', 'rxfire/remote-config'],
  source: 'npm:@firebase/remote-config@0.9.2 dist/remote-config-public.d.ts, npm:rxfire@6.2.0 remote-config/index.d.ts',
  exports: modularExports,
  types: modularTypes,
};

/** Where methods hang off the instance. */
export const namespacedClient: SdkType = { members: { ...getters(0), getAll: all, defaultConfig } };

const remoteConfig: SdkEntity = { kind: 'returns', type: 'remoteConfig' };
const app: SdkEntity = { kind: 'returns', type: 'App' };

/** `firebase.remoteConfig()`: version 8, and what is compatible with it since. */
export const firebaseCompat: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'Firebase Remote Config (namespaced)',
  isSync: true,
  packages: ['firebase', 'firebase/app', 'firebase/compat/app'],
  source: 'npm:firebase@8.10.1 index.d.ts, npm:@firebase/remote-config-types@0.5.2 index.d.ts',
  globals: { firebase: { kind: 'value', type: 'Firebase' } },
  exports: {
    default: { kind: 'value', type: 'Firebase' },
    firebase: { kind: 'value', type: 'Firebase' },
    remoteConfig,
    app,
    initializeApp: app,
  },
  types: {
    Firebase: { members: { remoteConfig, app, initializeApp: app } },
    App: { members: { remoteConfig } },
    // Called as types are: `firebase.remoteConfig.RemoteConfig`.
    remoteConfig: namespacedClient,
    Values: values,
  },
};

const serverConfig: SdkEntity = { kind: 'returns', type: 'ServerConfig' };
const serverClient: SdkEntity = { kind: 'returns', type: 'RemoteConfig' };
const serverApp: SdkEntity = { kind: 'returns', type: 'App' };

/** A template is made with the keys it knows. */
const template: SdkEntity = {
  kind: 'read',
  read: { key: 'defaultConfig', many: 'properties', role: 'definition' },
  returns: 'ServerTemplate',
};

export const firebaseAdmin: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'Firebase Remote Config server template',
  isSync: true,
  packages: ['firebase-admin/remote-config', 'firebase-admin'],
  source: 'npm:firebase-admin@13.10.0 lib/remote-config/*.d.ts, lib/firebase-namespace-api.d.ts',
  exports: {
    getRemoteConfig: serverClient,
    remoteConfig: serverClient,
    app: serverApp,
    initializeApp: serverApp,
    RemoteConfig: { kind: 'class', type: 'RemoteConfig' },
    ServerConfig: { kind: 'class', type: 'ServerConfig' },
    ServerTemplate: { kind: 'class', type: 'ServerTemplate' },
  },
  types: {
    App: { members: { remoteConfig: serverClient } },
    RemoteConfig: { members: { getServerTemplate: template, initServerTemplate: template } },
    ServerTemplate: { members: { evaluate: serverConfig, defaultConfig } },
    ServerConfig: { members: { ...getters(0), getAll: all } },
    Values: values,
  },
};
