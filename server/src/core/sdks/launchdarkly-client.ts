/** What LaunchDarkly's client-side SDKs share: key, then default; no context argument. */
import { reads, type ReadSpec, type SdkEntity, type SdkType } from './sdk.ts';

/** The typed accessors: those of clients and, with a context bound to it, of a server session, which answers with promises. */
export function typedReads(how: Pick<ReadSpec, 'async'> = {}): { readonly [name: string]: SdkEntity } {
  const places: ReadSpec = { key: 0, default: 1, ...how };
  return {
    ...reads(['boolVariation', 'boolVariationDetail'], { ...places, value: 'boolean' }),
    ...reads(['stringVariation', 'stringVariationDetail'], { ...places, value: 'string' }),
    ...reads(['numberVariation', 'numberVariationDetail'], { ...places, value: 'number' }),
    ...reads(['jsonVariation', 'jsonVariationDetail'], places),
  };
}

const hook: ReadSpec = { key: 0, default: 1, async: false };

/** The hooks and composables of the newer SDKs. */
export const variationHooks: { readonly [name: string]: SdkEntity } = {
  ...reads(['useBoolVariation', 'useBoolVariationDetail'], { ...hook, value: 'boolean' }),
  ...reads(['useStringVariation', 'useStringVariationDetail'], { ...hook, value: 'string' }),
  ...reads(['useNumberVariation', 'useNumberVariationDetail'], { ...hook, value: 'number' }),
  ...reads(['useJsonVariation', 'useJsonVariationDetail'], hook),
};

export const clientTypes: { readonly [name: string]: SdkType } = {
  LDClient: {
    members: {
      ...reads(['variation', 'variationDetail'], { key: 0, default: 1 }),
      ...typedReads(),
      // Who waits for changes of one flag reads it.
      ...reads(['on', 'once'], { key: 0, keyPrefix: 'change:' }),
      allFlags: { kind: 'returns', type: 'FlagValues' },
    },
  },
  FlagValues: { flags: { spelling: 'exact' } },
};
