import { clientExports, clientTypes } from './openfeature.ts';
import type { SdkDescriptor } from './sdk.ts';

export const openfeatureServer: SdkDescriptor = {
  id: 'openfeature',
  title: 'OpenFeature server',
  packages: ['@openfeature/server-sdk', '@openfeature/js-sdk'],
  source: 'npm:@openfeature/server-sdk@1.23.0 dist/types.d.ts',
  exports: clientExports,
  types: clientTypes,
};
