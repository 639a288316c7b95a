/** The store's methods for flags: define, describe, serve, roll back, undo. */
import type { Flag, Scope } from '../../../core/model.ts';
import { ApiError } from '../../errors.ts';
import type { FlagInput, FlagPatch } from '../../shapes.ts';
import { createFlag, patchFlag } from '../flags.ts';
import type { Author } from '../ledger.ts';
import { readProject } from '../read-flags.ts';
import { changeServing, rollBack, type ServingChange } from '../serving-changes.ts';
import { undo, type UndoInput, type UndoneChange } from '../undo.ts';
import type { ExpectedRevision, UnitOfWork } from '../unit-of-work.ts';

export interface FlagMethods {
  hasFlags(project: string): Promise<boolean>;
  flag(project: string, key: string): Promise<Flag>;
  createFlag(project: string, input: FlagInput, author: Author): Promise<Flag>;
  patchFlag(project: string, key: string, patch: FlagPatch, expected: ExpectedRevision, author: Author): Promise<Flag>;
  changeServing(
    project: string,
    key: string,
    change: ServingChange,
    expected: ExpectedRevision,
    author: Author,
  ): Promise<Flag>;
  rollBack(
    project: string,
    key: string,
    change: { readonly scope: Scope; readonly reason: string | null },
    expected: ExpectedRevision,
    author: Author,
  ): Promise<Flag>;
  /** Undoes what one person changed in a time span; all that can be undone, in one transaction. */
  undo(project: string, input: UndoInput, author: Author): Promise<readonly UndoneChange[]>;
}

export function flagMethods({ read, write, flagIn, change: changeFlag }: UnitOfWork): FlagMethods {
  return {
    hasFlags: (project) => read(async ({ anyFlag }) => (await anyFlag.get(project)) !== undefined),

    flag: (project, key) => read((statements) => flagIn(statements, project, key)),

    createFlag: (project, input, author) =>
      write(async (transaction) => {
        const { statements } = transaction;
        if (await statements.flag.get(project, input.key)) {
          const current = await flagIn(statements, project, input.key);
          const state = current.archivedAt === null ? 'a flag' : 'an archived flag';
          throw new ApiError('conflict', `There is already ${state} "${input.key}" in project "${project}".`, {
            current,
          });
        }
        await createFlag(transaction, project, input, author);
        return flagIn(statements, project, input.key);
      }),

    patchFlag: (project, key, patch, expected, author) =>
      changeFlag({ project, key }, expected, (transaction, flag) =>
        patchFlag(transaction, project, flag, patch, author),
      ),

    changeServing: (project, key, change, expected, author) =>
      changeFlag({ project, key }, expected, (transaction, flag) =>
        changeServing(transaction, project, flag, change, author),
      ),

    rollBack: (project, key, change, expected, author) =>
      changeFlag({ project, key }, expected, (transaction, flag) =>
        rollBack(transaction, project, flag, change, author),
      ),

    undo: (project, input, author) =>
      write(async (transaction) => {
        await readProject(transaction.statements, project);
        const flagOf = (key: string): Promise<Flag> => flagIn(transaction.statements, project, key);
        return undo(transaction, project, input, { flagOf, author });
      }),
  };
}
