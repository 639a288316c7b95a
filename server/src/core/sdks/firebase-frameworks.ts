/** Firebase Remote Config in frameworks: AngularFire, ReactFire, React Native and Capacitor. */
import { all, getters, modularExports, modularTypes, namespacedClient, setDefaults, values } from './firebase.ts';
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

/** Observables of values by key, which are observables themselves. */
const streams: SdkType = {
  flags: { spelling: 'exact', except: ['pipe', 'subscribe', 'forEach', 'toPromise', 'lift', 'source', 'operator'] },
};

const service: SdkEntity = { kind: 'class', type: 'AngularFireRemoteConfig' };

const serviceTypes: { readonly [name: string]: SdkType } = {
  AngularFireRemoteConfig: {
    members: {
      ...namespacedClient.members,
      booleans: { kind: 'value', type: 'Booleans' },
      numbers: { kind: 'value', type: 'Numbers' },
      strings: { kind: 'value', type: 'Strings' },
    },
  },
  Booleans: streams,
  Numbers: streams,
  Strings: streams,
  Values: values,
};

/** Version 6 had the namespaced service under the same specifier. */
export const firebaseAngular: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'AngularFire Remote Config',
  packages: ['@angular/fire/remote-config'],
  source: 'npm:@angular/fire@20.1.0 remote-config/index.d.ts',
  exports: { ...modularExports, ...getters(1, 'Changes'), getAllChanges: all, AngularFireRemoteConfig: service },
  types: { ...modularTypes, ...serviceTypes },
};

export const firebaseAngularCompat: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'AngularFire Remote Config (namespaced)',
  packages: ['@angular/fire/compat/remote-config'],
  source: 'npm:@angular/fire@20.1.0 compat/remote-config/index.d.ts',
  exports: { AngularFireRemoteConfig: service },
  types: serviceTypes,
};

export const firebaseReact: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'ReactFire Remote Config',
  isSync: true,
  packages: ['reactfire'],
  source: 'npm:reactfire@4.2.6 dist/remote-config.d.ts, dist/sdk.d.ts',
  exports: {
    ...reads(['useRemoteConfigBoolean'], { key: 0, value: 'boolean' }),
    ...reads(['useRemoteConfigNumber'], { key: 0, value: 'number' }),
    ...reads(['useRemoteConfigString'], { key: 0, value: 'string' }),
    ...reads(['useRemoteConfigValue'], { key: 0 }),
    useRemoteConfig: { kind: 'returns', type: 'RemoteConfig' },
  },
  types: modularTypes,
};

const module: SdkEntity = { kind: 'returns', type: 'Module' };

export const firebaseReactNative: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'Firebase Remote Config React Native',
  isSync: true,
  packages: ['@react-native-firebase/remote-config'],
  source:
    'npm:@react-native-firebase/remote-config@26.4.0 dist/typescript/lib, npm:@react-native-firebase/remote-config@23.8.8 lib/index.d.ts, lib/modular/index.d.ts',
  // Both the namespaced form (before version 25), `remoteConfig().getValue(key)`, and the modular one, `getValue(remoteConfig, key)`.
  exports: {
    default: module,
    getRemoteConfig: module,
    firebase: { kind: 'value', type: 'Firebase' },
    ...getters(1),
    getAll: all,
    ...reads(['setDefaults'], { ...setDefaults, key: 1 }),
    RemoteConfig: { kind: 'class', type: 'Module' },
    FirebaseRemoteConfigTypes: { kind: 'class', type: 'Module' },
  },
  types: {
    Firebase: { members: { remoteConfig: module, app: { kind: 'returns', type: 'Firebase' } } },
    Module: { members: { ...namespacedClient.members, ...reads(['setDefaults'], setDefaults) } },
    Values: values,
  },
};

export const firebaseCapacitor: SdkDescriptor = {
  id: 'firebase-remote-config',
  title: 'Firebase Remote Config Capacitor',
  packages: ['@capacitor-firebase/remote-config'],
  source: 'npm:@capacitor-firebase/remote-config@8.5.1 dist/esm/definitions.d.ts',
  exports: { FirebaseRemoteConfig: { kind: 'value', type: 'FirebaseRemoteConfigPlugin' } },
  types: {
    FirebaseRemoteConfigPlugin: {
      members: {
        ...reads(['getBoolean'], { key: 'key', async: true, value: 'boolean' }),
        ...reads(['getNumber'], { key: 'key', async: true, value: 'number' }),
        ...reads(['getString'], { key: 'key', async: true, value: 'string' }),
        ...reads(['setDefaults'], { ...setDefaults, key: 'defaults' }),
      },
    },
  },
};
