import { growthbook, growthbookTypes } from './growthbook.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

/** `useExperiment` and `withRunExperiment` take experiment keys, which are no feature keys. */
export const growthbookReact: SdkDescriptor = {
  id: 'growthbook',
  title: 'GrowthBook React',
  isSync: true,
  packages: ['@growthbook/growthbook-react'],
  source: 'npm:@growthbook/growthbook-react@1.8.0 dist/GrowthBookReact.d.ts',
  exports: {
    ...growthbook.exports,
    ...reads(['useFeatureIsOn'], { key: 0, value: 'boolean' }),
    ...reads(['useFeatureValue'], { key: 0, default: 1 }),
    ...reads(['useFeature'], { key: 0 }),
    useGrowthBook: { kind: 'returns', type: 'GrowthBook' },
    GrowthBookContext: { kind: 'token', type: 'GrowthBookContextValue' },
    IfFeatureEnabled: { kind: 'component', read: { key: 'feature', value: 'boolean' } },
    FeatureString: { kind: 'component', read: { key: 'feature', default: 'default', value: 'string' } },
  },
  types: {
    ...growthbookTypes,
    GrowthBookContextValue: { members: { growthbook: { kind: 'value', type: 'GrowthBook' } } },
  },
};
