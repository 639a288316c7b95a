import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** One accessor for each type; `Details` beside each. */
function assignments(defaultAt: number): { readonly [name: string]: SdkEntity } {
  const spec = { key: 0, default: defaultAt };
  return {
    ...reads(['getStringAssignment', 'getStringAssignmentDetails'], { ...spec, value: 'string' }),
    ...reads(['getBooleanAssignment', 'getBooleanAssignmentDetails'], { ...spec, value: 'boolean' }),
    ...reads(
      ['getIntegerAssignment', 'getIntegerAssignmentDetails', 'getNumericAssignment', 'getNumericAssignmentDetails'],
      { ...spec, value: 'number' },
    ),
    ...reads(['getJSONAssignment', 'getJSONAssignmentDetails'], { ...spec, value: 'object' }),
  };
}

export const eppo: SdkDescriptor = {
  id: 'eppo',
  title: 'Eppo JavaScript',
  packages: ['@eppo/js-client-sdk', '@eppo/node-server-sdk', '@eppo/react-native-sdk', '@eppo/js-client-sdk-common'],
  source:
    'npm:@eppo/js-client-sdk-common@4.14.4 dist/client/eppo-client.d.ts, github:Eppo-exp/js-client-sdk@78cba3e src/index.ts',
  exports: {
    init: { kind: 'returns', type: 'EppoClient' },
    offlineInit: { kind: 'returns', type: 'EppoClient' },
    getInstance: { kind: 'returns', type: 'EppoClient' },
    EppoClient: { kind: 'class', type: 'EppoClient' },
    EppoJSClient: { kind: 'class', type: 'EppoClient', members: { instance: { kind: 'value', type: 'EppoClient' } } },
    precomputedInit: { kind: 'returns', type: 'EppoPrecomputedClient' },
    offlinePrecomputedInit: { kind: 'returns', type: 'EppoPrecomputedClient' },
    getPrecomputedInstance: { kind: 'returns', type: 'EppoPrecomputedClient' },
    EppoPrecomputedClient: { kind: 'class', type: 'EppoPrecomputedClient' },
    EppoPrecomputedJSClient: { kind: 'class', type: 'EppoPrecomputedClient' },
  },
  types: {
    // flag, subject, its attributes, default.
    EppoClient: {
      members: {
        ...assignments(3),
        ...reads(['getBoolAssignment'], { key: 0, default: 3, value: 'boolean' }),
        ...reads(['getBanditAction', 'getBanditActionDetails'], { key: 0, default: 4, value: 'string' }),
      },
    },
    // Assignments of one subject are made on the server.
    EppoPrecomputedClient: { members: assignments(1) },
  },
};
