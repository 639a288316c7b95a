import { clientTypes } from './launchdarkly-client.ts';
import type { ReadSpec, SdkDescriptor, SdkEntity } from './sdk.ts';

const seed: ReadSpec = { key: 1, many: 'properties', role: 'override' };
const remover: SdkEntity = { kind: 'read', read: { key: 0, role: 'override' }, returns: 'TestData' };
const setter: SdkEntity = {
  kind: 'read',
  read: { key: 0, role: 'override', sets: { kind: 'place', at: 1 } },
  returns: 'TestData',
};

export const launchdarklyTesting: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly test helpers',
  packages: [
    'jest-launchdarkly-mock',
    '@launchdarkly/client-testing-plugin',
    '@launchdarkly/client-testing-plugin/js-client-sdk',
    '@launchdarkly/client-testing-plugin/react-sdk',
  ],
  source:
    'npm:jest-launchdarkly-mock@2.2.1 dist/index.d.ts, github:launchdarkly/js-core@1ff89ecac packages/tooling/client-testing-plugin/src',
  exports: {
    // Tests may write the keys as components read them.
    mockFlags: { kind: 'read', read: { key: 0, many: 'properties', role: 'override', spelling: 'camelCase' } },
    createTestClient: { kind: 'read', read: seed, returns: 'TestClient' },
    createTestClientProvider: { kind: 'read', read: seed, returns: 'TestClient' },
    TestData: { kind: 'class', type: 'TestData', read: { key: 0, many: 'properties', role: 'override' } },
  },
  types: {
    ...clientTypes,
    TestClient: {
      members: { client: { kind: 'value', type: 'LDClient' }, testData: { kind: 'value', type: 'TestData' } },
    },
    TestData: { members: { setBool: setter, setString: setter, setNumber: setter, setJson: setter, remove: remover } },
  },
};
