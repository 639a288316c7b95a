/** A declared beginning for an empty project: environments, flags, and when and by whom they were changed. */
import { z } from 'zod';
import type { Scope } from '../core/model.ts';
import { ApiError, StartError } from './errors.ts';
import type { Author } from './store/ledger.ts';
import { datacenter, flagInput, key, line, limits, serving } from './shapes.ts';
import type { Store } from './store/store.ts';
import { anyRevision } from './store/unit-of-work.ts';
import { toDetails } from './validate.ts';

const time = z
  .union([z.iso.datetime({ offset: true }), z.string().regex(/^-\d{1,5}(d|h|m)$/)], {
    error: 'a time is ISO 8601 such as "2026-05-02T09:00:00Z", or an age such as "-40d", "-6h", "-15m"',
  })
  .meta({ description: 'ISO 8601, or an age: "-40d", "-6h", "-15m".' });

const change = z.strictObject({
  at: time,
  by: line(limits.tokenName).optional(),
  environment: key,
  datacenter: key.optional(),
  server: key.optional(),
  serving: serving.nullable(),
  reason: line(limits.reason).optional(),
});

const flag = flagInput.extend({
  createdAt: time,
  createdBy: line(limits.tokenName).optional(),
  archivedAt: time.optional(),
  changes: z.array(change).optional(),
});

/** The schema of a seed file. `servings` is what a flag served when it was created; `changes` is what came after. */
const seedSchema = z.strictObject({
  $schema: z.string().optional(),
  environments: z.array(
    z.strictObject({
      key,
      critical: z.boolean().default(false),
      datacenters: z.array(datacenter).default([]),
    }),
  ),
  flags: z.array(flag),
});

export type Seed = z.input<typeof seedSchema>;
type ParsedSeed = z.output<typeof seedSchema>;

interface Step {
  readonly at: string;
  readonly run: (store: Store, author: (name: string | undefined) => Author) => Promise<unknown>;
}

const defaultAuthor = 'seed';

/**
 * Writes a seed into a project (which is made if need be), all of it or nothing, oldest change first.
 * @throws StartError when the seed is not valid or the project has flags already
 */
export async function applySeed(store: Store, project: string, seed: unknown): Promise<void> {
  const parsed = seedSchema.safeParse(seed);
  if (!parsed.success) {
    const problems = toDetails(parsed.error, 'seed').map(({ path, message }) => `${path}: ${message}`);
    throw new StartError(`The seed is not valid.\n${problems.join('\n')}`);
  }
  if (await store.hasFlags(project)) {
    throw new StartError(
      `Project "${project}" has flags already: a seed is for an empty project. Leave it out, or use another data directory or project.`,
    );
  }
  try {
    await store.transaction((bound) => write(bound, project, parsed.data));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new StartError(`The seed cannot be applied; nothing was written. ${error.message}`, { cause: error });
  }
}

async function write(store: Store, project: string, seed: ParsedSeed): Promise<void> {
  const now = store.now();
  const steps = seed.flags.flatMap((item) => stepsOf(project, item, now));
  steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const beginning: Author = { name: defaultAuthor, tokenId: null, at: steps[0]?.at ?? now };
  await store.putProject(project, beginning);
  for (const { key: environment, ...input } of seed.environments) {
    await store.putEnvironment(project, environment, input, beginning);
  }
  for (const { at, run } of steps) await run(store, (name) => ({ name: name ?? defaultAuthor, tokenId: null, at }));
}

function stepsOf(project: string, item: ParsedSeed['flags'][number], now: string): Step[] {
  const { createdAt, createdBy, archivedAt, changes = [], ...input } = item;
  const created = resolve(createdAt, now, item.key);
  const steps: Step[] = [{ at: created, run: (store, by) => store.createFlag(project, input, by(createdBy)) }];
  for (const { at, by: name, environment, datacenter: within, server, ...rest } of changes) {
    const scope: Scope = { environment, datacenter: within ?? null, server: server ?? null };
    const changed = { scope, serving: rest.serving, reason: rest.reason ?? null };
    steps.push({
      at: after(created, resolve(at, now, item.key), item.key),
      run: (store, by) =>
        inFlag(item.key, () => store.changeServing(project, item.key, changed, anyRevision, by(name))),
    });
  }
  if (archivedAt !== undefined) {
    steps.push({
      at: after(created, resolve(archivedAt, now, item.key), item.key),
      run: (store, by) =>
        inFlag(item.key, () => store.patchFlag(project, item.key, { archived: true }, anyRevision, by(undefined))),
    });
  }
  return steps;
}

async function inFlag(flagKey: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.code, `Flag "${flagKey}": ${error.message}`, { cause: error });
  }
}

function resolve(text: string, now: string, flagKey: string): string {
  const [, amount, unit] = /^-(\d+)([dhm])$/.exec(text) ?? [];
  const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 }[unit ?? ''] ?? 0;
  const at = amount === undefined ? Date.parse(text) : Date.parse(now) - Number(amount) * unitMs;
  if (at > Date.parse(now)) throw new ApiError('invalid', `Flag "${flagKey}": ${text} is in the future.`);
  return new Date(at).toISOString();
}

function after(created: string, at: string, flagKey: string): string {
  if (at >= created) return at;
  throw new ApiError('invalid', `Flag "${flagKey}": the change at ${at} is before the flag was created.`);
}
