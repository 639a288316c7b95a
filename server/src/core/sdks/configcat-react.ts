import { configcatOverrides, configcatTypes } from './configcat.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

export const configcatReact: SdkDescriptor = {
  id: 'configcat',
  title: 'ConfigCat React',
  packages: ['configcat-react'],
  source: 'npm:configcat-react@5.1.0 lib/types/ConfigCatHooks.d.ts, lib/types/ConfigCatHOC.d.ts',
  exports: {
    ...configcatOverrides,
    ...reads(['useFeatureFlag'], { key: 0, default: 1, async: false }),
    useConfigCatClient: { kind: 'returns', type: 'IConfigCatClient' },
    withConfigCatClient: { kind: 'value', type: 'HigherOrderComponent' },
  },
  types: {
    ...configcatTypes,
    HigherOrderComponent: {
      injects: {
        configCatClient: 'IConfigCatClient',
        getValue: { kind: 'read', read: { key: 0, default: 1 } },
      },
    },
  },
};
