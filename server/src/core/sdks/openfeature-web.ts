import { clientExports, clientTypes } from './openfeature.ts';
import type { SdkDescriptor } from './sdk.ts';

export const openfeatureWeb: SdkDescriptor = {
  id: 'openfeature',
  title: 'OpenFeature web',
  packages: ['@openfeature/web-sdk'],
  source: 'npm:@openfeature/web-sdk@1.10.0 dist/types.d.ts',
  globals: { OpenFeature: 'module' },
  exports: clientExports,
  types: clientTypes,
};
