import { clientExports, serverTypes } from './openfeature.ts';
import type { SdkDescriptor } from './sdk.ts';

export const openfeatureServer: SdkDescriptor = {
  id: 'openfeature',
  title: 'OpenFeature server',
  packages: ['@openfeature/server-sdk', '@openfeature/js-sdk', '@openfeature/nodejs-sdk'],
  source:
    'npm:@openfeature/server-sdk@1.23.0 dist/types.d.ts, npm:@openfeature/js-sdk@1.6.1, npm:@openfeature/nodejs-sdk@0.3.2 dist/types/client.d.ts',
  exports: clientExports,
  types: serverTypes,
};
