/** Runs git on a repository that may be anybody's. */
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';

/** The message is a clause that says why. */
export class GitUnavailable extends Error {}

/** git ran and said no. */
export class GitFailed extends GitUnavailable {
  readonly exitCode: number | null;
  readonly stderr: string;
  constructor(message: string, { exitCode, stderr }: { readonly exitCode: number | null; readonly stderr: string }) {
    super(message);
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

export interface GitOptions {
  readonly signal?: AbortSignal | undefined;
  /** What git reads on its standard input. */
  readonly input?: string;
}

/** Where a hook or a script says which repository it means: the folder says it here. */
const repositoryVariables = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
];

/**
 * The repository's own configuration may name programs to run: the file system monitor is turned off, and no object is fetched. git
 * is not looked up in the workspace (Windows searches the working directory first). Throws GitUnavailable, or the signal's reason.
 */
export function runGit(folder: string, command: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const { signal, input } = options;
  const argv = [
    '-C',
    folder,
    '--literal-pathspecs',
    '-c',
    'core.quotepath=off',
    '-c',
    'core.fsmonitor=false',
    ...command,
  ];
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      argv,
      {
        cwd: dirname(process.execPath),
        encoding: 'buffer',
        maxBuffer: 1 << 30,
        windowsHide: true,
        env: gitEnvironment(),
        ...(signal ? { signal } : {}),
      },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else if (signal?.aborted) reject(signal.reason);
        else reject(failure(error, stderr.toString('utf8')));
      },
    );
    // git may end before it has read everything; why is in its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

function gitEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  for (const name of repositoryVariables) delete env[name];
  // A partial clone would fetch what it lacks, by a program of its configuration's choice. The second is for git before 2.44.
  return { ...env, GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };
}

function failure(error: Error & { code?: unknown }, stderr: string): GitUnavailable {
  if (error.code === 'ENOENT') return new GitUnavailable('git is not installed', { cause: error });
  const exitCode = typeof error.code === 'number' ? error.code : null;
  return new GitFailed(reasonOf(stderr), { exitCode, stderr });
}

function reasonOf(stderr: string): string {
  if (stderr.includes('not a git repository')) return 'the folder is not in a git repository';
  if (stderr.includes('dubious ownership')) return 'git refuses a repository that belongs to another user';
  return 'git could not list the files';
}
