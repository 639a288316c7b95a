/** Flags that come from outside (a control plane, a snapshot file, the cache) become the model here, or are told apart from it. */
import { z } from 'zod';
import type { Environment, Flag, JsonValue } from '../core/model.ts';
import { plainText } from './plain-text.ts';

export interface ParsedFlags {
  readonly flags: readonly Flag[];
  /** One per flag that is not usable: its key, where known, and why. Such a snapshot is not complete. */
  readonly problems: readonly string[];
}

/** Each flag on its own: one that a newer control plane describes in another way does not hide the others. */
export function parseFlags(list: readonly unknown[]): ParsedFlags {
  const flags = new Map<string, Flag>();
  const problems: string[] = [];
  for (const [index, item] of list.entries()) {
    const result = flagSchema.safeParse(item);
    if (!result.success) problems.push(`${nameOf(item, index)} (${describe(result.error)})`);
    else if (flags.has(result.data.key)) problems.push(`${nameOf(item, index)} (is there twice)`);
    else flags.set(result.data.key, result.data);
  }
  return { flags: [...flags.values()], problems };
}

/** One sentence for `incompleteReason`: how many flags are not usable, and the first few. */
export function incompleteReason(problems: readonly string[]): string | null {
  if (problems.length === 0) return null;
  const shown = problems.slice(0, 3).join(', ');
  const more = problems.length > 3 ? ` and ${problems.length - 3} more` : '';
  return `${problems.length} ${problems.length === 1 ? 'flag' : 'flags'} could not be read: ${shown}${more}.`;
}

const maxText = 10_000;
const text = z.string().max(maxText);
const key = z.string().min(1).max(1_000);
const json = z.custom<JsonValue>((value) => value !== undefined, 'missing');

/** A time in any ISO spelling becomes UTC with milliseconds, so that times compare as strings. */
const time = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value)), 'not an ISO 8601 time')
  .transform((value) => new Date(value).toISOString());

/** Absent and null are the same: the control plane does not say. */
function maybe<T extends z.ZodType>(
  schema: T,
): z.ZodPipe<z.ZodOptional<z.ZodNullable<T>>, z.ZodTransform<z.output<T> | null>> {
  return schema.nullish().transform((value) => (value ?? null) as z.output<T> | null);
}

// Schemas are put together when something is first read with them: each costs time and memory at every start.

export const servingSchema = z.lazy(() => {
  const shares = z
    .array(z.object({ variant: key, share: z.number().int().min(0).max(10_000) }))
    .min(1)
    .refine((list) => list.reduce((sum, { share }) => sum + share, 0) === 10_000, 'shares that do not add up to 10000');
  const off = z.object({ kind: z.literal('off') });
  const fixed = z.object({ kind: z.literal('static'), variant: key });
  const fractional = z.object({ kind: z.literal('fractional'), shares });
  const otherwise = z.discriminatedUnion('kind', [off, fixed, fractional]);
  const targeted = z.object({ kind: z.literal('targeted'), rules: z.number().int().min(0), otherwise });
  return z.discriminatedUnion('kind', [off, fixed, fractional, targeted]);
});

const flagState = z.lazy(() => {
  const scopeState = z.object({
    datacenter: key,
    server: maybe(key),
    serving: servingSchema,
    changedAt: maybe(time),
    changedBy: maybe(text),
  });
  const observed = z.object({ datacenter: key, server: key, serving: servingSchema, at: time });
  return z.object({
    serving: servingSchema,
    constantSince: maybe(time),
    changedAt: maybe(time),
    changedBy: maybe(text),
    lastEvaluatedAt: maybe(time),
    scopes: z.array(scopeState).default([]),
    observed: z.array(observed).default([]),
  });
});

const webUrl = z.string().transform((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
});

export const flagSchema: z.ZodType<Flag> = z.lazy(() =>
  z
    .object({
      key,
      kind: z.enum(['switch', 'valve', 'variant']),
      // An unknown purpose must not read as "none", which would be judged like a release flag.
      purpose: maybe(z.enum(['release', 'ops', 'kill-switch', 'permission', 'experiment', 'dark'])),
      valueType: z.enum(['boolean', 'string', 'number', 'object']),
      variants: z.array(z.object({ name: key, value: json })).min(1),
      owner: maybe(text),
      description: maybe(text),
      tags: z.array(text).default([]),
      createdAt: maybe(time),
      expiresAt: maybe(time),
      archivedAt: maybe(time),
      permanent: z.boolean().default(false),
      staleMark: maybe(text),
      prerequisites: maybe(z.array(key)),
      url: maybe(webUrl),
      revision: maybe(z.string().max(200)),
      environments: z.record(key, flagState),
    })
    .superRefine((flag, context) => {
      const names = new Set(flag.variants.map(({ name }) => name));
      for (const [environment, state] of Object.entries(flag.environments)) {
        const servings = [state.serving, ...state.scopes.map((scope) => scope.serving)];
        const missing = servings.flatMap(variantsOf).find((name) => !names.has(name));
        if (missing === undefined) continue;
        context.addIssue({
          code: 'custom',
          message: `serves a variant it does not have`,
          path: ['environments', environment],
        });
      }
    }),
);

export const environmentSchema: z.ZodType<Environment> = z.lazy(() => {
  const datacenter = z.object({ key, servers: z.array(key).default([]) });
  return z.object({ key, critical: z.boolean(), datacenters: z.array(datacenter).default([]) });
});

function variantsOf(value: z.output<typeof servingSchema>): readonly string[] {
  switch (value.kind) {
    case 'off':
      return [];
    case 'static':
      return [value.variant];
    case 'fractional':
      return value.shares.map(({ variant }) => variant);
    case 'targeted':
      return variantsOf(value.otherwise);
  }
}

function nameOf(item: unknown, index: number): string {
  const named = typeof item === 'object' && item !== null && 'key' in item ? item.key : null;
  return typeof named === 'string' && named !== '' ? plainText(named, 80) : `number ${index + 1}`;
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'unknown shape';
  const path = plainText(issue.path.map(String).join('.'), 80);
  return `${path === '' ? '' : `${path}: `}${plainText(issue.message, 120)}`;
}
