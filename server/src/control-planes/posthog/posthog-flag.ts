/** A PostHog feature flag as one of ours. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Flag, JsonValue, Purpose, ValueType, Variant } from '../../core/model.ts';
import { valueTypeOf } from '../../core/state/serving.ts';
import { plainText } from '../plain-text.ts';
import { hasVariants, isPlain, postHogState, servingOf, variantNames } from './posthog-serving.ts';

const person = z.lazy(() => z.looseObject({ email: z.string().nullish(), first_name: z.string().nullish() }));

/** What PostHog sends; older servers send less. */
const postHogFlag = z.lazy(() =>
  postHogState.extend({
    id: z.number().int(),
    key: z.string().min(1),
    name: z.string().nullish(),
    deleted: z.boolean().nullish(),
    archived: z.boolean().nullish(),
    version: z.number().int().nullish(),
    tags: z.array(z.string()).nullish(),
    created_by: person.nullish(),
    last_modified_by: person.nullish(),
    created_at: z.string().nullish(),
    updated_at: z.string().nullish(),
    last_called_at: z.string().nullish(),
    status: z.string().nullish(),
    can_edit: z.boolean().nullish(),
    experiment_set: z.array(z.unknown()).nullish(),
    has_encrypted_payloads: z.boolean().nullish(),
  }),
);

export type PostHogFlag = z.output<typeof postHogFlag>;

/** The flag exactly as it was sent, order of its keys included, so that it can be sent back; or what is wrong with it. */
export function readPostHogFlag(
  value: unknown,
): { readonly ok: true; readonly source: PostHogFlag } | { readonly ok: false; readonly problem: string } {
  const { error } = postHogFlag.safeParse(value);
  if (error === undefined) return { ok: true, source: value as PostHogFlag };
  const { path, message } = error.issues[0] ?? { path: [], message: 'unknown shape' };
  const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  return { ok: false, problem: plainText(`${where}${message}`, 200) };
}

export interface FlagContext {
  readonly environment: string;
  /** The flag's page. */
  readonly url: string;
  /** The key of the flag with this number; undefined where it is not known. */
  readonly keyOf: (id: number) => string | undefined;
}

/** The flag in our words. */
export function toFlag(source: PostHogFlag, { environment, url, keyOf }: FlagContext): Flag {
  const serving = servingOf(source);
  const createdAt = time(source.created_at);
  const changedAt = time(source.updated_at) ?? (source.version === 1 ? createdAt : null);
  return {
    key: source.key,
    kind: kindOf(source),
    purpose: purposeOf(source),
    ...variantsOf(source),
    owner: source.created_by?.email || source.created_by?.first_name || null,
    description: source.name || null,
    tags: source.tags ?? [],
    createdAt,
    expiresAt: null,
    // PostHog does not tell when it was archived; that is a change like any other, and few come after it.
    archivedAt: source.archived === true ? (changedAt ?? createdAt ?? new Date(0).toISOString()) : null,
    permanent: source.tags?.some((tag) => tag.toLowerCase() === 'permanent') ?? false,
    staleMark: source.status?.toLowerCase() === 'stale' ? 'stale' : null,
    prerequisites: prerequisitesOf(source, keyOf),
    url,
    revision: revisionOf(source),
    environments: {
      [environment]: {
        serving,
        // At least since then: any change of the flag moves `updated_at`.
        constantSince: serving.kind === 'static' || serving.kind === 'off' ? changedAt : null,
        changedAt,
        changedBy: source.last_modified_by?.email ?? null,
        lastEvaluatedAt: time(source.last_called_at),
        scopes: [],
        observed: [],
      },
    },
  };
}

/** Conditions can ask for other flags, by their numbers; null where one of those is not known. */
function prerequisitesOf({ filters }: PostHogFlag, keyOf: FlagContext['keyOf']): readonly string[] | null {
  const properties = (filters?.groups ?? []).flatMap((group) => group.properties ?? []);
  const keys = properties.filter(isOfFlag).map(({ key }) => keyOf(Number(key)));
  const known = keys.filter((key) => key !== undefined);
  return known.length < keys.length ? null : [...new Set(known)].sort();
}

function isOfFlag(property: unknown): property is { readonly type: 'flag'; readonly key?: unknown } {
  return typeof property === 'object' && property !== null && 'type' in property && property.type === 'flag';
}

/** Moves with every change PostHog counts, and with whatever decides the serving where it does not count. */
export function revisionOf({ version, active, archived, deleted, filters }: PostHogFlag): string {
  const parts = JSON.stringify([active, archived === true, deleted === true, filters ?? null]);
  return `${version ?? 0}-${createHash('sha256').update(parts).digest('hex').slice(0, 16)}`;
}

function variantsOf(source: PostHogFlag): { readonly variants: readonly Variant[]; readonly valueType: ValueType } {
  const { inside, outside } = variantNames(source);
  const off: Variant = { name: outside, value: false };
  if (hasVariants(source))
    return { variants: [...inside.map(({ name }) => ({ name, value: name })), off], valueType: 'string' };
  if (source.is_remote_configuration !== true)
    return { variants: [{ name: 'on', value: true }, off], valueType: 'boolean' };
  // A personal key is sent even encrypted payloads in plain text; they stay where they are.
  const value = source.has_encrypted_payloads === true ? null : payload(source.filters?.payloads?.['true']);
  return { variants: [{ name: 'on', value }], valueType: valueTypeOf(value) ?? 'object' };
}

/** Whatever has a percentage is a valve, at 0 % and at 100 % as well. */
function kindOf(source: PostHogFlag): Flag['kind'] {
  if (hasVariants(source) || source.is_remote_configuration === true) return 'variant';
  const groups = source.filters?.groups ?? [];
  return groups.some((group) => isPlain(group) && typeof group.rollout_percentage === 'number') ? 'valve' : 'switch';
}

const purposes: readonly Purpose[] = ['release', 'ops', 'kill-switch', 'permission', 'experiment', 'dark'];

/** PostHog knows experiments; the other purposes are told by a tag of that name. */
function purposeOf({ experiment_set, tags }: PostHogFlag): Purpose | null {
  if ((experiment_set?.length ?? 0) > 0) return 'experiment';
  return purposes.find((purpose) => tags?.some((tag) => tag.toLowerCase() === purpose)) ?? null;
}

/** Payloads are kept as JSON in a string. */
function payload(text: unknown): JsonValue {
  if (typeof text !== 'string') return (text ?? null) as JsonValue;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

function time(text: string | null | undefined): string | null {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
