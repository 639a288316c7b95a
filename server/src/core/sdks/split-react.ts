import { reads, type SdkDescriptor } from './sdk.ts';
import { splitBrowserTypes, splitExports } from './split.ts';

export const splitReact: SdkDescriptor = {
  id: 'split',
  title: 'Split React',
  packages: ['@splitsoftware/splitio-react'],
  source: 'npm:@splitsoftware/splitio-react@2.6.2 types/*.d.ts',
  exports: {
    ...splitExports,
    ...reads(['useTreatment', 'useTreatmentWithConfig'], { key: 'name', value: 'string' }),
    // The hook took a bare list before it took an object.
    ...reads(['useTreatments', 'useTreatmentsWithConfig', 'useSplitTreatments'], {
      key: 'names',
      alternative: 0,
      many: 'elements',
    }),
    ...reads(['withSplitTreatments'], { key: 0, many: 'elements' }),
    SplitTreatments: { kind: 'component', read: { key: 'names', many: 'elements' } },
    SplitFactoryProvider: {
      kind: 'component',
      read: { key: { argument: 0, path: ['config', 'features'] }, many: 'properties', role: 'definition' },
    },
    useSplitClient: { kind: 'returns', type: 'ClientHook' },
    // Before version 2.
    useClient: { kind: 'returns', type: 'Client' },
    SplitContext: { kind: 'token', type: 'ClientHook' },
    withSplitClient: { kind: 'returns', type: 'WithClient' },
    withSplitFactory: { kind: 'returns', type: 'WithClient' },
  },
  types: {
    ...splitBrowserTypes,
    ClientHook: {
      members: { client: { kind: 'value', type: 'Client' }, factory: { kind: 'value', type: 'Factory' } },
    },
    WithClient: { injects: { client: 'Client', factory: 'Factory' } },
  },
};
