/** Split beside Redux and Angular. */
import { reads, type SdkDescriptor } from './sdk.ts';
import { splitEitherTypes } from './split.ts';

export const splitRedux: SdkDescriptor = {
  id: 'split',
  title: 'Split Redux',
  isSync: true,
  packages: ['@splitsoftware/splitio-redux'],
  source: 'npm:@splitsoftware/splitio-redux@1.13.0 types/*.d.ts, types/react-redux/*.d.ts',
  exports: {
    // The slice of the state comes first.
    ...reads(['selectTreatmentValue', 'selectTreatmentAndStatus'], { key: 1, default: 3, value: 'string' }),
    ...reads(['selectTreatmentWithConfig', 'selectTreatmentWithConfigAndStatus'], { key: 1, default: 3 }),
    ...reads(['connectToggler', 'mapTreatmentToProps', 'mapIsFeatureOnToProps', 'getSplit'], { key: 0 }),
    // An action: asks for the flags that selectors read later.
    ...reads(['getTreatments'], { key: 'splitNames', many: 'elements' }),
    splitSdk: { kind: 'value', type: 'SplitSdk' },
  },
  types: { ...splitEitherTypes, SplitSdk: { members: { factory: { kind: 'value', type: 'Factory' } } } },
};

export const splitAngular: SdkDescriptor = {
  id: 'split',
  title: 'Split Angular',
  isSync: true,
  packages: ['@splitsoftware/splitio-angular'],
  source: 'npm:@splitsoftware/splitio-angular@2.0.0 lib/splitio.service.d.ts',
  exports: { SplitService: { kind: 'class', type: 'SplitService' } },
  types: {
    ...splitEitherTypes,
    SplitService: {
      members: {
        ...splitEitherTypes['Client']?.members,
        ...reads(['getSplit'], { key: 0 }),
        getSDKClient: { kind: 'returns', type: 'Client' },
        getSDKFactory: { kind: 'returns', type: 'Factory' },
      },
    },
  },
};
