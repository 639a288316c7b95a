/** Taking many flags in at once: all of them or none. */
import type { Flag, Scope } from '../../core/model.ts';
import { ApiError, invalid } from '../errors.ts';
import type { Author } from '../store/ledger.ts';
import { claim, type Claim } from '../store/once.ts';
import { ownServing } from '../store/read-flags.ts';
import { checkServing, checkVariants, defaultVariants, sameServing } from '../store/servings.ts';
import type { Store } from '../store/store.ts';
import { anyRevision } from '../store/unit-of-work.ts';
import type { ExchangedFlag, ImportInput, ImportReport } from './shapes.ts';

const maxNamed = 20;

/** Undoes a transaction that has told what it would do. */
class DryRun extends Error {
  readonly report: ImportReport;
  constructor(report: ImportReport) {
    super('a dry run');
    this.report = report;
  }
}

/**
 * Creates the flags that are not there; changes those that are, where `update` says so. A second import changes nothing; one that
 * is sent again with the same claim does not even look: what somebody changed since stays.
 * @throws ApiError `conflict` (flags exist and differ), `invalid`; then nothing was written
 */
export async function importFlags(
  store: Store,
  project: string,
  input: ImportInput,
  { author, claimed }: { readonly author: Author; readonly claimed: Claim | null },
): Promise<ImportReport> {
  refuseTwice(input.flags);
  try {
    return await store.transaction(async (bound) => {
      const isFirst = claimed === null || (await bound.write((transaction) => claim(transaction, claimed)));
      return isFirst ? takeIn(bound, project, input, author) : doneBefore(bound, project, input);
    });
  } catch (error) {
    if (error instanceof DryRun) return error.report;
    throw error;
  }
}

async function doneBefore(store: Store, project: string, { flags }: ImportInput): Promise<ImportReport> {
  const unchanged = flags.map(({ key }) => key);
  return { created: [], updated: [], unchanged, dryRun: false, revision: await store.revision(project) };
}

async function takeIn(store: Store, project: string, input: ImportInput, author: Author): Promise<ImportReport> {
  const known = new Map((await store.snapshot(project)).flags.map((flag) => [flag.key, flag]));
  const created: string[] = [];
  const updated: string[] = [];
  const unchanged: string[] = [];
  const differing: string[] = [];
  for (const flag of input.flags) {
    const existing = known.get(flag.key);
    await inFlag(flag.key, async () => {
      if (!existing) {
        await create(store, project, flag, author, input.source);
        created.push(flag.key);
      } else if (!differs(existing, flag)) unchanged.push(flag.key);
      else if (!input.update) differing.push(flag.key);
      else {
        await update(store, project, existing, flag, author, input.source);
        updated.push(flag.key);
      }
    });
  }
  if (differing.length > 0) throw alreadyThere(differing);
  const revision = await store.revision(project);
  const report = { created, updated, unchanged, dryRun: input.dryRun, revision };
  if (input.dryRun) throw new DryRun(report);
  return report;
}

async function create(
  store: Store,
  project: string,
  flag: ExchangedFlag,
  author: Author,
  source: string,
): Promise<void> {
  const { archived, environments, ...definition } = flag;
  const servings = Object.fromEntries(Object.entries(environments).map(([name, { serving }]) => [name, serving]));
  await store.createFlag(project, { ...definition, servings }, author);
  for (const { scope, serving } of servingsOf(flag)) {
    if (scope.datacenter === null) continue;
    await store.changeServing(project, flag.key, { scope, serving, reason: reasonOf(source) }, anyRevision, author);
  }
  if (archived) await store.patchFlag(project, flag.key, { archived: true }, anyRevision, author);
}

async function update(
  store: Store,
  project: string,
  existing: Flag,
  flag: ExchangedFlag,
  author: Author,
  source: string,
): Promise<void> {
  const variants = flag.variants ?? defaultVariants;
  if (existing.kind !== flag.kind || JSON.stringify(existing.variants) !== JSON.stringify(variants)) {
    throw invalid(
      'it exists with another kind or other variants, which cannot be changed. Import it under another key.',
    );
  }
  // Restored first: what an archived flag serves cannot be changed.
  if (existing.archivedAt !== null) await store.patchFlag(project, flag.key, { archived: false }, anyRevision, author);
  for (const { scope, serving } of servingsOf(flag)) {
    await store.changeServing(project, flag.key, { scope, serving, reason: reasonOf(source) }, anyRevision, author);
  }
  await store.patchFlag(project, flag.key, { ...metadataOf(flag), archived: flag.archived }, anyRevision, author);
}

/** Whether an import would change anything about the flag. */
function differs(existing: Flag, flag: ExchangedFlag): boolean {
  const variants = flag.variants ?? defaultVariants;
  checkVariants(flag.kind, variants);
  if (existing.kind !== flag.kind || JSON.stringify(existing.variants) !== JSON.stringify(variants)) return true;
  if ((existing.archivedAt !== null) !== flag.archived) return true;
  const metadata: Record<string, unknown> = { ...metadataOf(flag) };
  for (const [name, value] of Object.entries(metadata)) {
    if (JSON.stringify(existing[name as keyof Flag]) !== JSON.stringify(value)) return true;
  }
  return servingsOf(flag).some(
    ({ scope, serving }) =>
      !sameServing(ownServing(existing, scope), checkServing({ kind: flag.kind, variants }, serving)),
  );
}

function metadataOf(flag: ExchangedFlag) {
  const { purpose, owner, description, tags, expiresAt, permanent } = flag;
  return {
    ...(purpose === undefined ? {} : { purpose }),
    ...(owner === undefined ? {} : { owner }),
    ...(description === undefined ? {} : { description }),
    ...(tags === undefined ? {} : { tags }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString() }),
    ...(permanent === undefined ? {} : { permanent }),
  };
}

function servingsOf(flag: ExchangedFlag) {
  return Object.entries(flag.environments).flatMap(([environment, { serving, overrides }]) => [
    { scope: { environment, datacenter: null, server: null } satisfies Scope, serving },
    ...overrides.map(({ datacenter, server, ...rest }) => ({ scope: { environment, datacenter, server }, ...rest })),
  ]);
}

function reasonOf(source: string): string {
  return `Imported from ${source}`;
}

function refuseTwice(flags: readonly ExchangedFlag[]): void {
  const seen = new Set<string>();
  for (const { key } of flags) {
    if (seen.has(key)) throw invalid(`The flag "${key}" is in the import twice.`, 'flags');
    seen.add(key);
  }
}

function alreadyThere(keys: readonly string[]): ApiError {
  const shown = keys.slice(0, maxNamed).map((key) => `"${key}"`);
  const more = keys.length > maxNamed ? ` and ${keys.length - maxNamed} more` : '';
  return new ApiError(
    'conflict',
    `${keys.length} ${keys.length === 1 ? 'flag exists and differs' : 'flags exist and differ'}: ${shown.join(', ')}${more}. Nothing was imported; ask for an update to change them.`,
  );
}

async function inFlag(flagKey: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.code, `Flag "${flagKey}": ${error.message}`, { cause: error, details: error.details });
  }
}
