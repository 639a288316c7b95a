/** Defining flags: create, describe, archive. */
import type { Flag, Serving, Variant } from '../../core/model.ts';
import { ApiError } from '../errors.ts';
import type { Author, Transaction } from './ledger.ts';
import { isServed, readEnvironments, readProject, type ServedEnvironment } from './read-flags.ts';
import {
  checkScope,
  checkServing,
  checkVariants,
  constantSince,
  defaultServing,
  defaultVariants,
  sameServing,
} from './servings.ts';
import type { FlagInput, FlagPatch } from '../shapes.ts';

/**
 * The key must be free.
 * @throws ApiError `not-found` (project), `invalid`, `approval-required`
 */
export async function createFlag(
  transaction: Transaction,
  project: string,
  input: FlagInput,
  author: Author,
): Promise<void> {
  const { statements } = transaction;
  await readProject(statements, project);
  const environments = await readEnvironments(statements, project);
  const variants: readonly Variant[] = input.variants ?? defaultVariants;
  const valueType = checkVariants(input.kind, variants);
  const servings = new Map<string, Serving>();
  for (const [environment, serving] of Object.entries(input.servings ?? {})) {
    checkScope(environments, { environment, datacenter: null, server: null });
    servings.set(environment, checkServing({ kind: input.kind, variants }, serving));
  }
  if (author.approval === undefined) requireDefault(input.key, variants, servings, environments);
  const at = transaction.timeOf(author);
  const revision = await transaction.record(project, author, {
    action: 'flag-created',
    flagKey: input.key,
    detail: `${input.kind} with the variants ${variants.map(({ name }) => name).join(', ')}`,
  });
  await statements.insertFlag.run(
    project,
    input.key,
    input.kind,
    input.purpose ?? null,
    valueType,
    JSON.stringify(variants),
    input.owner ?? null,
    input.description ?? null,
    JSON.stringify(input.tags ?? []),
    at,
    toUtc(input.expiresAt),
    input.permanent ? 1 : 0,
    revision,
  );
  for (const { key } of environments) {
    await addState(transaction, project, { key: input.key, variants }, key, servings.get(key) ?? null, author);
  }
}

/** Code may read the key already: serving it from the start is a change for people, too. */
function requireDefault(
  flagKey: string,
  variants: readonly Variant[],
  servings: ReadonlyMap<string, Serving>,
  environments: readonly ServedEnvironment[],
): void {
  const usual = defaultServing(variants);
  const served = environments
    .filter(({ key, approval }) => approval && !sameServing(servings.get(key) ?? usual, usual))
    .map(({ key }) => key);
  if (served.length === 0) return;
  throw new ApiError(
    'approval-required',
    `"${flagKey}" would be served in ${served.join(', ')}, where a change needs a second person: define it without a serving there, then ask for one. Nothing was made.`,
  );
}

/** Gives a flag its first state in an environment: the default serving where none is named. */
export async function addState(
  transaction: Transaction,
  project: string,
  flag: { readonly key: string; readonly variants: readonly Variant[] },
  environment: string,
  serving: Serving | null,
  author: Author,
): Promise<void> {
  const first = serving ?? defaultServing(flag.variants);
  const at = transaction.timeOf(author);
  const since = constantSince({ servings: [], since: null }, [first], at);
  await transaction.statements.upsertState.run(
    project,
    flag.key,
    environment,
    JSON.stringify(first),
    since,
    at,
    author.name,
  );
}

/** Changes what is known about a flag. A patch that changes nothing leaves no trace. */
export async function patchFlag(
  transaction: Transaction,
  project: string,
  flag: Flag,
  patch: FlagPatch,
  author: Author,
): Promise<void> {
  const at = transaction.timeOf(author);
  const next = {
    purpose: patch.purpose === undefined ? flag.purpose : patch.purpose,
    owner: patch.owner === undefined ? flag.owner : patch.owner,
    description: patch.description === undefined ? flag.description : patch.description,
    tags: patch.tags ?? flag.tags,
    expiresAt: patch.expiresAt === undefined ? flag.expiresAt : toUtc(patch.expiresAt),
    permanent: patch.permanent ?? flag.permanent,
    archivedAt: archivedAt(flag, patch.archived, at),
  };
  const changed = (Object.keys(next) as (keyof typeof next)[]).filter(
    (field) => JSON.stringify(next[field]) !== JSON.stringify(flag[field]),
  );
  if (changed.length === 0) return;
  const archives = flag.archivedAt === null && next.archivedAt !== null;
  if (changed.includes('archivedAt')) await requireUnserved(transaction, project, flag, author);
  const revision = await transaction.record(project, author, {
    action: archives ? 'flag-archived' : 'flag-updated',
    flagKey: flag.key,
    detail: changed.map((field) => describeField(field, flag[field], next[field])).join('; '),
  });
  await transaction.statements.updateFlag.run(
    next.purpose,
    next.owner,
    next.description,
    JSON.stringify(next.tags),
    next.expiresAt,
    next.archivedAt,
    next.permanent ? 1 : 0,
    revision,
    project,
    flag.key,
  );
}

/**
 * An archived flag is served nowhere, so that archiving one, or bringing it back, changes what people get.
 * @throws ApiError `approval-required` where that takes a second person
 */
async function requireUnserved(transaction: Transaction, project: string, flag: Flag, author: Author): Promise<void> {
  if (author.approval !== undefined) return;
  const environments = await readEnvironments(transaction.statements, project);
  const served = environments.filter(({ key, approval }) => approval && isServed(flag, key)).map(({ key }) => key);
  if (served.length === 0) return;
  throw new ApiError(
    'approval-required',
    `"${flag.key}" is served in ${served.join(', ')}, where a change needs a second person: have it switched off there first. Nothing was changed.`,
    { current: flag },
  );
}

function archivedAt(flag: Flag, archived: boolean | undefined, at: string): string | null {
  if (archived === undefined) return flag.archivedAt;
  return archived ? (flag.archivedAt ?? at) : null;
}

function describeField(field: string, before: unknown, after: unknown): string {
  // Long texts would fill the log; that they changed is enough there.
  if (field === 'description') return 'description changed';
  return `${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

function toUtc(time: string | null | undefined): string | null {
  return time ? new Date(time).toISOString() : null;
}
