/** The store's methods for what happened: the audit log, read in several ways. */
import { toAuditEntry, verifyAudit, type AuditEntry, type AuditRow, type AuditVerdict } from '../audit.ts';
import { toChange, type Change } from '../feed.ts';
import { readProject } from '../read-flags.ts';
import type { UnitOfWork } from '../unit-of-work.ts';

export interface HistoryMethods {
  /** Of one flag, newest first. */
  history(project: string, key: string, limit: number): Promise<readonly AuditEntry[]>;
  /** Newest first. `before` continues after the entry with that id; `withTokens` false leaves out what is about no project. */
  audit(project: string, limit: number, before: number | null, withTokens?: boolean): Promise<readonly AuditEntry[]>;
  /** Entries of the audit log after a revision, oldest first, at most `limit`. */
  entriesSince(project: string, revision: number, limit: number): Promise<readonly AuditEntry[]>;
  /** Changes after a revision, oldest first, at most `limit`. */
  changesSince(project: string, revision: number, limit: number): Promise<readonly Change[]>;
  /** Recomputes the whole chain of the audit log. */
  verifyAudit(): Promise<AuditVerdict>;
}

export function historyMethods({ read, flagIn }: UnitOfWork): HistoryMethods {
  const rowsSince = (project: string, revision: number, limit: number): Promise<readonly AuditRow[]> =>
    read(async ({ auditSince }) => (await auditSince.all(project, revision, limit)) as AuditRow[]);
  return {
    history: (project, key, limit) =>
      read(async (statements) => {
        await flagIn(statements, project, key);
        return ((await statements.flagHistory.all(project, key, limit)) as AuditRow[]).map(toAuditEntry);
      }),

    audit: (project, limit, before, withTokens = true) =>
      read(async (statements) => {
        await readProject(statements, project);
        const log = withTokens ? statements.projectAudit : statements.ownProjectAudit;
        const rows = await log.all(project, before ?? Number.MAX_SAFE_INTEGER, limit);
        return (rows as AuditRow[]).map(toAuditEntry);
      }),

    entriesSince: async (project, revision, limit) => (await rowsSince(project, revision, limit)).map(toAuditEntry),

    changesSince: async (project, revision, limit) =>
      (await rowsSince(project, revision, limit)).map((row) => toChange(project, row)),

    verifyAudit: () => read(verifyAudit),
  };
}
