/** The store's methods for changes that a second person has to approve. */
import {
  askForChange,
  decide,
  readRequests,
  requireRequest,
  type ChangeRequest,
  type ChangeRequestInput,
  type ChangeRequestStatus,
} from '../change-requests.ts';
import type { Author } from '../ledger.ts';
import { readProject } from '../read-flags.ts';
import type { UnitOfWork } from '../unit-of-work.ts';

export interface ChangeRequestMethods {
  /** Asks for a change that a second person has to approve. */
  askForChange(
    project: string,
    change: Omit<ChangeRequestInput, 'flag'> & { readonly flagKey: string },
    author: Author,
  ): Promise<ChangeRequest>;
  changeRequests(project: string, status: ChangeRequestStatus | null): Promise<readonly ChangeRequest[]>;
  /** One of them, however old. */
  changeRequest(project: string, id: string): Promise<ChangeRequest>;
  /** Approves (which carries the change out), rejects or withdraws. An outdated request comes back as `outdated`. */
  decideChangeRequest(project: string, decision: Parameters<typeof decide>[2], author: Author): Promise<ChangeRequest>;
}

export function changeRequestMethods({ read, write, flagIn, now }: UnitOfWork): ChangeRequestMethods {
  return {
    askForChange: (project, change, author) =>
      write(async (transaction) => {
        const flag = await flagIn(transaction.statements, project, change.flagKey);
        return askForChange(transaction, project, { ...change, flag }, author);
      }),

    changeRequests: (project, status) =>
      read(async (statements) => {
        await readProject(statements, project);
        return readRequests(statements, project, status, now());
      }),

    changeRequest: (project, id) =>
      read(async (statements) => {
        await readProject(statements, project);
        return requireRequest(statements, project, id, now());
      }),

    decideChangeRequest: (project, decision, author) =>
      write((transaction) =>
        decide(transaction, project, decision, (key) => flagIn(transaction.statements, project, key), author),
      ),
  };
}
