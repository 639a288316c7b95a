/** The flag functions and flag objects of a configuration, as the linker takes them. */
import type { Config } from '../config/schema.ts';
import type { LinkOptions } from '../core/link/link.ts';

export function configuredReads({
  wrappers = [],
  flagObjects = [],
}: {
  readonly wrappers?: Config['wrappers'];
  readonly flagObjects?: Config['flagObjects'];
}): Required<Pick<LinkOptions, 'wrappers' | 'flagObjects'>> {
  return {
    wrappers: wrappers.map(({ name, key, default: fallback, value, ...place }) => ({
      ...placeOf(place),
      name,
      key,
      default: fallback ?? null,
      value: value ?? null,
    })),
    flagObjects: flagObjects.map(({ name, ...place }) => ({ ...placeOf(place), name })),
  };
}

function placeOf({ module, owner }: { module?: string | undefined; owner?: string | string[] | undefined }): {
  module: string | null;
  owner?: readonly string[];
} {
  return { module: module ?? null, ...(owner === undefined ? {} : { owner: [owner].flat() }) };
}
