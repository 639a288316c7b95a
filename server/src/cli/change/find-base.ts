/** The commit that a change began at. */
import { visible } from '../../core/text.ts';
import { GitFailed, GitUnavailable, runGit, type GitOptions } from '../../session/files/run-git.ts';
import { UsageError } from '../usage-error.ts';

/** The merge base of the reference and HEAD, as the hash of a commit; before the first one, that of an empty tree. Throws UsageError, which says what to do. */
export async function findBase(root: string, ref: string, { signal }: Pick<GitOptions, 'signal'>): Promise<string> {
  const shown = visible(ref);
  // git takes a range for a commit, some of them.
  if (ref.startsWith('-') || ref.includes('..'))
    throw new UsageError(`--changed-since takes one commit or branch, not "${shown}".`, 'check');
  const ask = (command: readonly string[]): Promise<string | null> => answerOf(root, command, signal);

  const isShallow = (await ask(['rev-parse', '--is-shallow-repository'])) === 'true';
  const deepen =
    'This clone is shallow: get the whole history (`fetch-depth: 0` of actions/checkout, GIT_DEPTH: 0 of GitLab, or `git fetch --unshallow`).';
  if ((await ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])) === null) {
    // A hook before the first commit: everything is new.
    const nothing = ref === 'HEAD' ? await ask(['hash-object', '-t', 'tree', '--stdin']) : null;
    if (nothing !== null) return nothing;
    throw new UsageError(
      'This branch has no commit yet, so --changed-since has nothing to compare with: leave it out to check everything.',
    );
  }
  const commit = await ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  // `^main` is none.
  if (commit === null || !/^[0-9a-f]{40,64}$/.test(commit)) {
    const more = isShallow
      ? ` ${deepen}`
      : ' Is the branch fetched, and does its name begin with the remote (origin/main)?';
    throw new UsageError(`git does not know the commit or branch "${shown}" of --changed-since.${more}`);
  }
  const base = await ask(['merge-base', commit, 'HEAD']);
  if (base === null) {
    const more = isShallow ? deepen : 'Name a commit that HEAD comes from.';
    throw new UsageError(`"${shown}" of --changed-since and HEAD have no commit in common. ${more}`);
  }
  return base;
}

/** One line; null where git says no. */
async function answerOf(
  root: string,
  command: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | null> {
  try {
    return (await runGit(root, command, { signal })).toString('utf8').trim();
  } catch (error) {
    if (error instanceof GitFailed && error.exitCode !== null && !isRefusal(error)) return null;
    if (error instanceof GitUnavailable) throw new UsageError(`--changed-since needs git: ${error.message}.`);
    throw error;
  }
}

function isRefusal({ stderr }: GitFailed): boolean {
  return stderr.includes('not a git repository') || stderr.includes('dubious ownership');
}
