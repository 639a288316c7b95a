import { clientExports, clientTypes } from './openfeature.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

export const openfeatureReact: SdkDescriptor = {
  id: 'openfeature',
  title: 'OpenFeature React',
  isSync: true,
  packages: ['@openfeature/react-sdk'],
  source: 'npm:@openfeature/react-sdk@1.4.1 dist/types.d.ts',
  exports: {
    ...clientExports,
    ...reads(['useFlag', 'useSuspenseFlag'], { key: 0, default: 1 }),
    ...reads(['useBooleanFlagValue', 'useBooleanFlagDetails'], { key: 0, default: 1, value: 'boolean' }),
    ...reads(['useStringFlagValue', 'useStringFlagDetails'], { key: 0, default: 1, value: 'string' }),
    ...reads(['useNumberFlagValue', 'useNumberFlagDetails'], { key: 0, default: 1, value: 'number' }),
    ...reads(['useObjectFlagValue', 'useObjectFlagDetails'], { key: 0, default: 1, value: 'object' }),
    useOpenFeatureClient: { kind: 'returns', type: 'Client' },
    OpenFeatureTestProvider: { kind: 'component', read: { key: 'flagValueMap', many: 'properties', role: 'override' } },
    FeatureFlag: { kind: 'component', read: { key: 'flagKey', default: 'defaultValue' } },
  },
  types: clientTypes,
};
