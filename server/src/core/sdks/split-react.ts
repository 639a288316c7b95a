import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';
import { splitBrowserTypes, splitExports } from './split.ts';

/** Gives the treatments by name, beside the state of the client. The hook took a bare list, and gave nothing else, before it took an object. */
const treatmentsHook: SdkEntity = {
  kind: 'read',
  read: { key: 'names', alternative: 0, many: 'elements' },
  returns: 'TreatmentsHook',
};

export const splitReact: SdkDescriptor = {
  id: 'split',
  title: 'Split React',
  isSync: true,
  packages: ['@splitsoftware/splitio-react'],
  source: 'npm:@splitsoftware/splitio-react@2.6.2 types/*.d.ts',
  exports: {
    ...splitExports,
    // Before version 2 a component too.
    SplitFactory: { kind: 'returns', type: 'Factory', children: 'ClientHook' },
    SplitClient: { kind: 'returns', type: 'Client', children: 'ClientHook' },
    ...reads(['useTreatment', 'useTreatmentWithConfig'], { key: 'name', value: 'string' }),
    useTreatments: treatmentsHook,
    useTreatmentsWithConfig: treatmentsHook,
    useSplitTreatments: treatmentsHook,
    withSplitTreatments: { kind: 'read', read: { key: 0, many: 'elements' }, returns: 'WithTreatments' },
    SplitTreatments: { kind: 'component', read: { key: 'names', many: 'elements' }, children: 'TreatmentsHook' },
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
    TreatmentsHook: {
      members: {
        treatments: { kind: 'value', type: 'Treatments' },
        client: { kind: 'value', type: 'Client' },
        factory: { kind: 'value', type: 'Factory' },
      },
      flags: {
        spelling: 'exact',
        except:
          'treatments client factory isReady isReadyFromCache isTimedout hasTimedout isDestroyed lastUpdate status'.split(
            ' ',
          ),
      },
    },
    Treatments: { flags: { spelling: 'exact' } },
    WithTreatments: { injects: { treatments: 'Treatments', client: 'Client', factory: 'Factory' } },
    WithClient: { injects: { client: 'Client', factory: 'Factory' } },
  },
};
