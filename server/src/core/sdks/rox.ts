import { reads, type SdkDescriptor } from './sdk.ts';

/** CloudBees' Rox, as far as keys are written: flags that are registered as objects are called after their property. */
export const rox: SdkDescriptor = {
  id: 'rox',
  title: 'CloudBees Feature Management (dynamic API)',
  isSync: true,
  packages: ['rox-browser', 'rox-node', 'rox-react-native'],
  source: 'npm:rox-browser@6.0.8 dist/index.d.ts, npm:rox-node@6.0.16 dist/rox-node.js',
  globals: { Rox: 'module' },
  exports: { default: { kind: 'value', type: 'Rox' }, dynamicApi: { kind: 'value', type: 'DynamicApi' } },
  types: {
    Rox: { members: { dynamicApi: { kind: 'value', type: 'DynamicApi' } } },
    DynamicApi: {
      members: {
        ...reads(['isEnabled'], { key: 0, default: 1, value: 'boolean' }),
        ...reads(['value'], { key: 0, default: 1, value: 'string' }),
        ...reads(['getNumber'], { key: 0, default: 1, value: 'number' }),
      },
    },
  },
};
