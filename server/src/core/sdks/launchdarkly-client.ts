/** What LaunchDarkly's client-side SDKs share: key, then default; no context argument. */
import { reads, type SdkEntity, type SdkType } from './sdk.ts';

const clientReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['variation', 'variationDetail'], { key: 0, default: 1 }),
  ...reads(['boolVariation', 'boolVariationDetail'], { key: 0, default: 1, value: 'boolean' }),
  ...reads(['stringVariation', 'stringVariationDetail'], { key: 0, default: 1, value: 'string' }),
  ...reads(['numberVariation', 'numberVariationDetail'], { key: 0, default: 1, value: 'number' }),
  ...reads(['jsonVariation', 'jsonVariationDetail'], { key: 0, default: 1 }),
};

export const clientTypes: { readonly [name: string]: SdkType } = {
  LDClient: { members: { ...clientReads, allFlags: { kind: 'returns', type: 'FlagValues' } } },
  FlagValues: { flags: { spelling: 'exact' } },
};
