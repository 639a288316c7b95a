import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** One accessor for each type; `Details` beside each. */
function assignments(places: ReadSpec, suffix: '' | 'Details' = ''): { readonly [name: string]: SdkEntity } {
  return {
    ...reads([`getStringAssignment${suffix}`], { ...places, value: 'string' }),
    ...reads([`getBooleanAssignment${suffix}`], { ...places, value: 'boolean' }),
    ...reads([`getIntegerAssignment${suffix}`, `getNumericAssignment${suffix}`], { ...places, value: 'number' }),
    ...reads([`getJSONAssignment${suffix}`], { ...places, value: 'object' }),
  };
}

/** flag, subject, its attributes, default. */
const ofSubject: ReadSpec = { key: 0, default: 3, context: { at: 1 } };

/** A class whose one object hangs off it. */
function singleton(type: string): SdkEntity {
  return { kind: 'class', type, members: { instance: { kind: 'value', type } } };
}

export const eppo: SdkDescriptor = {
  id: 'eppo',
  title: 'Eppo JavaScript',
  isSync: true,
  packages: ['@eppo/js-client-sdk', '@eppo/node-server-sdk', '@eppo/react-native-sdk', '@eppo/js-client-sdk-common'],
  source:
    'npm:@eppo/js-client-sdk-common@4.14.4 dist/client/*.d.ts, npm:@eppo/node-server-sdk@3.10.2 dist/index.d.ts, npm:@eppo/react-native-sdk@3.5.2 lib/typescript/index.d.ts, github:Eppo-exp/js-client-sdk@78cba3e src/index.ts',
  globals: { eppo: 'module' },
  exports: {
    init: { kind: 'returns', type: 'EppoClient' },
    offlineInit: { kind: 'returns', type: 'EppoClient' },
    getInstance: { kind: 'returns', type: 'EppoClient' },
    EppoClient: { kind: 'class', type: 'EppoClient' },
    IEppoClient: { kind: 'class', type: 'EppoClient' },
    EppoJSClient: singleton('EppoClient'),
    EppoReactNativeClient: singleton('EppoClient'),
    precomputedInit: { kind: 'returns', type: 'EppoPrecomputedClient' },
    offlinePrecomputedInit: { kind: 'returns', type: 'EppoPrecomputedClient' },
    getPrecomputedInstance: { kind: 'returns', type: 'EppoPrecomputedClient' },
    EppoPrecomputedClient: { kind: 'class', type: 'EppoPrecomputedClient' },
    EppoPrecomputedJSClient: singleton('EppoPrecomputedClient'),
    EppoPrecomputedReactNativeClient: singleton('EppoPrecomputedClient'),
  },
  types: {
    EppoClient: {
      members: {
        ...assignments(ofSubject),
        ...assignments(ofSubject, 'Details'),
        ...reads(['getBoolAssignment'], { ...ofSubject, value: 'boolean' }),
        ...reads(['getBanditAction', 'getBanditActionDetails'], { ...ofSubject, default: 4, value: 'string' }),
        ...reads(['getBestAction'], { key: 0, default: 3, value: 'string' }),
        ...reads(['getAssignmentDetail'], { key: 0 }),
        ...reads(['getExperimentContainerEntry'], { key: 'flagKey' }),
        // Before version 3 the subject came first. The names that are still in use are read as they are now.
        ...reads(['getAssignment', 'getJSONStringAssignment'], { key: 1, value: 'string' }),
        ...reads(['getParsedJSONAssignment'], { key: 1, value: 'object' }),
        withOverrides: {
          kind: 'read',
          read: { key: 0, many: 'properties', role: 'override' },
          returns: 'EppoClient',
        },
      },
    },
    // Assignments of one subject are made on the server.
    EppoPrecomputedClient: {
      members: {
        ...assignments({ key: 0, default: 1 }),
        ...reads(['getBanditAction'], { key: 0, default: 1, value: 'string' }),
      },
    },
  },
};
