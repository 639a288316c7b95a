/** What LaunchDarkly's client-side SDKs share: key, then default; no context argument. */
import { reads, type SdkEntity, type SdkType } from './sdk.ts';

/** The typed accessors: those of clients and, with a context bound to it, of a server session. */
export const typedReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['boolVariation', 'boolVariationDetail'], { key: 0, default: 1, value: 'boolean' }),
  ...reads(['stringVariation', 'stringVariationDetail'], { key: 0, default: 1, value: 'string' }),
  ...reads(['numberVariation', 'numberVariationDetail'], { key: 0, default: 1, value: 'number' }),
  ...reads(['jsonVariation', 'jsonVariationDetail'], { key: 0, default: 1 }),
};

/** The hooks and composables of the newer SDKs. */
export const variationHooks: { readonly [name: string]: SdkEntity } = {
  ...reads(['useBoolVariation', 'useBoolVariationDetail'], { key: 0, default: 1, value: 'boolean' }),
  ...reads(['useStringVariation', 'useStringVariationDetail'], { key: 0, default: 1, value: 'string' }),
  ...reads(['useNumberVariation', 'useNumberVariationDetail'], { key: 0, default: 1, value: 'number' }),
  ...reads(['useJsonVariation', 'useJsonVariationDetail'], { key: 0, default: 1 }),
};

export const clientTypes: { readonly [name: string]: SdkType } = {
  LDClient: {
    members: {
      ...reads(['variation', 'variationDetail'], { key: 0, default: 1 }),
      ...typedReads,
      // Who waits for changes of one flag reads it.
      ...reads(['on', 'once'], { key: 0, keyPrefix: 'change:' }),
      allFlags: { kind: 'returns', type: 'FlagValues' },
    },
  },
  FlagValues: { flags: { spelling: 'exact' } },
};
