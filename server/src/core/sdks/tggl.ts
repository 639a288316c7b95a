import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const all: SdkEntity = { kind: 'returns', type: 'Flags' };

/** Flags of one context: key, then default. */
const flagsOfContext: { readonly [name: string]: SdkEntity } = {
  ...reads(['get'], { key: 0, default: 1 }),
  // Before version 2.
  ...reads(['isActive'], { key: 0, value: 'boolean' }),
  getAll: all,
};

const types: { readonly [name: string]: SdkType } = {
  TgglClient: {
    members: {
      ...flagsOfContext,
      ...reads(['onFlagChange'], { key: 0 }),
      ...reads(['setFlags'], { key: 0, many: 'properties', role: 'override' }),
      evalContext: { kind: 'returns', type: 'TgglResponse' },
    },
  },
  TgglResponse: { members: flagsOfContext },
  // The context comes first.
  TgglLocalClient: {
    members: {
      ...reads(['get'], { key: 1, default: 2, context: { at: 0 } }),
      ...reads(['isActive'], { key: 1, context: { at: 0 }, value: 'boolean' }),
      getAll: all,
      createClientForContext: { kind: 'returns', type: 'TgglClient' },
    },
  },
  Flags: { flags: { spelling: 'exact' } },
};

export const tggl: SdkDescriptor = {
  id: 'tggl',
  title: 'Tggl',
  isSync: true,
  packages: ['tggl-client', 'react-tggl-client'],
  source:
    'npm:tggl-client@3.1.0 dist/types/*.d.ts, README.md of github:Tggl/js-tggl-client, https://tggl.io/developers/sdks/react',
  exports: {
    TgglClient: { kind: 'class', type: 'TgglClient' },
    TgglLocalClient: { kind: 'class', type: 'TgglLocalClient' },
    ...reads(['useFlag'], { key: 0, default: 1 }),
    useTggl: { kind: 'returns', type: 'Tggl' },
  },
  types: { ...types, Tggl: { members: { client: { kind: 'value', type: 'TgglClient' } } } },
};
