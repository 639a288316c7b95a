/** The store's methods for projects and their environments. */
import type { Flag } from '../../../core/model.ts';
import type { EnvironmentInput } from '../../shapes.ts';
import { putEnvironment } from '../environments.ts';
import type { Author } from '../ledger.ts';
import { readEnvironments, readFlags, readProject, type ServedEnvironment } from '../read-flags.ts';
import type { UnitOfWork } from '../unit-of-work.ts';

export interface StoreSnapshot {
  readonly project: string;
  readonly revision: string;
  readonly environments: readonly ServedEnvironment[];
  readonly flags: readonly Flag[];
}

export interface ProjectMethods {
  projects(): Promise<readonly string[]>;
  /** True when it was created, false when it was there. */
  putProject(key: string, author: Author): Promise<boolean>;
  revision(project: string): Promise<string>;
  environments(project: string): Promise<readonly ServedEnvironment[]>;
  /** `isNew`: it was not there before. */
  putEnvironment(
    project: string,
    key: string,
    input: EnvironmentInput,
    author: Author,
  ): Promise<{ readonly environment: ServedEnvironment; readonly isNew: boolean }>;
  snapshot(project: string): Promise<StoreSnapshot>;
}

export function projectMethods({ shared, isPending, read, write }: UnitOfWork): ProjectMethods {
  return {
    projects: () => read(async ({ projects }) => ((await projects.all()) as { key: string }[]).map(({ key }) => key)),

    putProject: (key, author) =>
      write(async (transaction) => {
        if (await transaction.statements.project.get(key)) return false;
        await transaction.statements.insertProject.run(key, transaction.timeOf(author));
        await transaction.record(key, author, { action: 'project-created', detail: `project "${key}"` });
        return true;
      }),

    revision: (project) => read(async (statements) => String((await readProject(statements, project)).revision)),

    environments: (project) =>
      read(async (statements) => {
        await readProject(statements, project);
        return readEnvironments(statements, project);
      }),

    putEnvironment: (project, key, input, author) =>
      write(async (transaction) => {
        const find = async (): Promise<ServedEnvironment | undefined> =>
          (await readEnvironments(transaction.statements, project)).find((environment) => environment.key === key);
        const isNew = (await find()) === undefined;
        await putEnvironment(transaction, project, key, input, author);
        const environment = await find();
        if (!environment) throw new Error('An environment that was just written is not there.');
        return { environment, isNew };
      }),

    snapshot: (project) => {
      const { flags: known, flagUrl } = shared;
      return read(async (statements) => {
        const { revision } = await readProject(statements, project);
        let cached = known.get(project);
        if (cached?.revision !== revision) {
          cached = { revision, flags: await readFlags(statements, project, (key) => flagUrl(project, key)) };
          // Within a transaction that may yet be undone, nothing is kept.
          if (!isPending) known.set(project, cached);
        }
        const environments = await readEnvironments(statements, project);
        return { project, revision: String(revision), environments, flags: cached.flags };
      });
    },
  };
}
