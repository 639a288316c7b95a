import { clientExports, serverTypes } from './openfeature.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

/** Decorators. `@OpenFeatureClient()` injects a client, which its parameter's type says too. */
export const openfeatureNestjs: SdkDescriptor = {
  id: 'openfeature',
  title: 'OpenFeature NestJS',
  packages: ['@openfeature/nestjs-sdk'],
  source: 'npm:@openfeature/nestjs-sdk@0.2.5 dist/types.d.ts',
  exports: {
    ...clientExports,
    ...reads(['BooleanFeatureFlag'], { key: 'flagKey', default: 'defaultValue', value: 'boolean' }),
    ...reads(['StringFeatureFlag'], { key: 'flagKey', default: 'defaultValue', value: 'string' }),
    ...reads(['NumberFeatureFlag'], { key: 'flagKey', default: 'defaultValue', value: 'number' }),
    ...reads(['ObjectFeatureFlag'], { key: 'flagKey', default: 'defaultValue', value: 'object' }),
    ...reads(['RequireFlagsEnabled'], {
      key: 'flags',
      many: { elementsOf: 'flagKey', default: 'defaultValue' },
      value: 'boolean',
    }),
  },
  types: serverTypes,
};
