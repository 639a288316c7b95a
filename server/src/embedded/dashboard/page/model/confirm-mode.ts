/** What a confirmation asks for: depends on where the change is, and on whether a second person is needed. Pure. */
import type { ChangeSummary } from './change.ts';

/**
 * `change`: it is done at once. `ask`: it becomes a request to a second person. `emergency`: an admin does it at once although a
 * second person is needed. `approve`: somebody else's request is carried out.
 */
export type ConfirmKind = 'change' | 'ask' | 'emergency' | 'approve';

export interface ConfirmMode {
  readonly title: string;
  /** What is special about it, before the change itself. */
  readonly lead: string | null;
  /** The key has to be typed. */
  readonly mustType: boolean;
  readonly needsReason: boolean;
  readonly reasonLabel: string;
  /** Behind the label, in brackets. */
  readonly reasonHint: string;
  readonly submit: string;
}

export function confirmMode(
  kind: ConfirmKind,
  summary: ChangeSummary,
  where: { readonly flagKey: string; readonly environment: string; readonly critical: boolean },
): ConfirmMode {
  const { flagKey, environment, critical } = where;
  const done = doneText(summary);
  const lower = summary.title.charAt(0).toLowerCase() + summary.title.slice(1);
  const plain = { reasonLabel: 'Reason', needsReason: false, reasonHint: 'optional, kept in the history' };
  switch (kind) {
    case 'change':
      return { ...plain, title: `${summary.title} ${flagKey}`, lead: null, mustType: critical, submit: done };
    case 'ask':
      return {
        title: `Ask to ${lower} ${flagKey}`,
        lead: `${environment} needs a second person: this asks for the change, and nothing is changed before somebody else approves it.`,
        mustType: false,
        needsReason: true,
        reasonLabel: 'Reason',
        reasonHint: 'required: whoever approves it reads it',
        submit: 'Ask for approval',
      };
    case 'emergency':
      return {
        title: `Emergency: ${lower} ${flagKey}`,
        lead: `This changes ${environment} at once, without the second person it needs. It stands in the audit log as an emergency, with your name.`,
        mustType: true,
        needsReason: true,
        reasonLabel: 'Reason',
        reasonHint: 'required: what is the emergency?',
        submit: `${done} now`,
      };
    case 'approve':
      return {
        title: `Approve: ${lower} ${flagKey}`,
        lead: null,
        mustType: critical,
        needsReason: false,
        reasonLabel: 'Note',
        reasonHint: 'optional, kept with the request',
        submit: 'Approve and apply',
      };
  }
}

function doneText(summary: ChangeSummary): string {
  if (summary.title === 'Roll back') return 'Roll back';
  if (summary.title === 'Change') return `Set to ${summary.toShort}`;
  return 'Clear the override';
}
