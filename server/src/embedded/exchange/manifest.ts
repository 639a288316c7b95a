/**
 * The OpenFeature manifest: the flags as code sees them, key, type and default value.
 * Source: open-feature/cli, api/v0/sync.yaml ("Manifest Management API" 0.1.0).
 */
import { z } from 'zod';
import type { Environment, Flag, JsonValue, Variant } from '../../core/model.ts';
import { ApiError, invalid } from '../errors.ts';
import { isServed } from '../store/read-flags.ts';
import { defaultServing, defaultVariants } from '../store/servings.ts';
import { flagInput, key, limits, line, named, type FlagInput } from '../shapes.ts';

const type = z.enum(['boolean', 'string', 'integer', 'float', 'object']);
type ManifestType = z.infer<typeof type>;
const json = z.custom<JsonValue>((value) => value !== undefined).meta({ description: 'A value of the type.' });

export const manifestFlag = named(
  'ManifestFlag',
  z.strictObject({
    key: z.string(),
    name: z.string().optional(),
    type,
    description: z.string().nullable().optional(),
    defaultValue: json,
  }),
);
type ManifestFlag = z.infer<typeof manifestFlag>;

const described = {
  key,
  type,
  name: line(limits.owner).optional(),
  description: flagInput.shape.description,
};
export const manifestInput = named('ManifestInput', z.strictObject({ ...described, defaultValue: json }));
export const manifestUpdate = named('ManifestUpdate', z.strictObject({ ...described, defaultValue: json.optional() }));

export const manifestAnswer = named('Manifest', z.strictObject({ flags: z.array(manifestFlag) }));
export const manifestFlagAnswer = named(
  'ManifestFlagAnswer',
  z.strictObject({ flag: manifestFlag, updatedAt: z.string().meta({ format: 'date-time' }) }),
);
export const manifestArchived = named(
  'ManifestArchived',
  z.strictObject({ message: z.string(), archivedAt: z.string().nullable() }),
);

/** The flags that are not archived. */
export function toManifest(flags: readonly Flag[]): readonly ManifestFlag[] {
  return flags.filter(({ archivedAt }) => archivedAt === null).map(toManifestFlag);
}

export function toManifestFlag(flag: Pick<Flag, 'key' | 'variants' | 'description'>): ManifestFlag {
  return {
    key: flag.key,
    name: flag.key,
    type: typeOf(flag.variants),
    ...(flag.description === null ? {} : { description: flag.description }),
    defaultValue: defaultOf(flag.variants),
  };
}

/**
 * A flag to create: a switch for booleans, else a variant flag whose one variant is the default value.
 * @throws ApiError `invalid` where the default value is of another type
 */
export function fromManifest(input: z.infer<typeof manifestInput>): FlagInput {
  checkType(input.type, input.defaultValue);
  const about = { key: input.key, description: input.description ?? null };
  if (input.type !== 'boolean') {
    return { ...about, kind: 'variant', variants: [{ name: 'default', value: input.defaultValue }] };
  }
  return { ...about, kind: 'switch', variants: [...defaultVariants] };
}

/** @throws ApiError `conflict` where the flag is archived or has another type, `invalid` */
export function checkUpdate(flag: Flag, path: string, update: z.infer<typeof manifestUpdate>): void {
  if (update.key !== path) throw invalid('The key in the path and the key in the body differ.', 'key');
  if (flag.archivedAt !== null) {
    throw new ApiError('conflict', `Flag "${flag.key}" is archived: restore it before you change it.`, {
      current: flag,
    });
  }
  const current = typeOf(flag.variants);
  if (update.type !== current) {
    throw new ApiError('conflict', `The type of "${flag.key}" cannot be changed from ${current} to ${update.type}.`, {
      current: flag,
    });
  }
  if (update.defaultValue === undefined) return;
  if (JSON.stringify(update.defaultValue) === JSON.stringify(defaultOf(flag.variants))) return;
  throw invalid(
    'What a flag serves by default is changed where it is served, not in the manifest: leave defaultValue out.',
    'defaultValue',
  );
}

/** @throws ApiError `conflict` where people in a critical environment are served something by it */
export function checkArchivable(flag: Flag, environments: readonly Environment[]): void {
  const active = environments.filter(({ key: environment, critical }) => critical && isServed(flag, environment));
  if (active.length === 0) return;
  throw new ApiError(
    'conflict',
    `"${flag.key}" is served in ${active.map((environment) => environment.key).join(', ')}: switch it off there before you archive it.`,
    { current: flag },
  );
}

function defaultOf(variants: readonly Variant[]): JsonValue {
  const serving = defaultServing(variants);
  const name = serving.kind === 'static' ? serving.variant : variants.at(-1)?.name;
  return variants.find((variant) => variant.name === name)?.value ?? null;
}

function typeOf(variants: readonly Variant[]): ManifestType {
  const values = variants.map(({ value }) => value);
  if (values.every((value) => typeof value === 'boolean')) return 'boolean';
  if (values.every((value) => typeof value === 'string')) return 'string';
  if (values.every((value) => typeof value === 'number')) return values.every(Number.isInteger) ? 'integer' : 'float';
  return 'object';
}

function checkType(wanted: ManifestType, value: JsonValue): void {
  const actual = typeOf([{ name: 'default', value }]);
  const fits = actual === wanted || (wanted === 'float' && actual === 'integer');
  if (!fits || value === null) throw invalid(`The default value is not of the type ${wanted}.`, 'defaultValue');
}
