/** Undoing everything one person did in a time span: what is asked for, and what would come of it. Pure. */
import type { Flag } from '../../../../core/model.ts';
import { scopeName } from './columns.ts';
import { servingLabel } from './serving.ts';
import type { PageEnvironment, UndoAnswer, UndoneChange } from './wire.ts';

/** "since 15 minutes ago", or two times of one's own. */
export type UndoSpan =
  | { readonly kind: 'last'; readonly minutes: number }
  | { readonly kind: 'between'; readonly from: string; readonly to: string };

export const undoSpans: readonly { readonly minutes: number; readonly text: string }[] = [
  { minutes: 15, text: 'the last 15 minutes' },
  { minutes: 60, text: 'the last hour' },
  { minutes: 240, text: 'the last 4 hours' },
  { minutes: 1440, text: 'the last 24 hours' },
  { minutes: 10_080, text: 'the last 7 days' },
];

/** As ISO times, or one sentence on what is wrong. Times without a zone (as a browser's field gives them) are UTC. */
export function resolveSpan(
  span: UndoSpan,
  now: number,
): { readonly from: string; readonly to: string } | { readonly problem: string } {
  if (span.kind === 'last') {
    return { from: new Date(now - span.minutes * 60_000).toISOString(), to: new Date(now).toISOString() };
  }
  const [from, to] = [timeAsUtc(span.from), timeAsUtc(span.to)];
  if (Number.isNaN(from) || Number.isNaN(to)) return { problem: 'Say from when to when.' };
  if (from >= to) return { problem: 'The beginning has to be before the end.' };
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

export interface UndoLine {
  readonly flagKey: string;
  readonly where: string;
  readonly from: string;
  readonly to: string;
  readonly conflict: string | null;
}

export interface UndoPlan {
  readonly lines: readonly UndoLine[];
  /** How many can be undone. */
  readonly possible: number;
  readonly conflicts: number;
  /** Something would change where real users are: the name has to be typed. */
  readonly critical: boolean;
  /** "3 changes can be undone, 1 cannot." */
  readonly summary: string;
}

/** What can be undone first, then what cannot. */
export function undoPlan(
  answer: UndoAnswer,
  flags: ReadonlyMap<string, Flag>,
  environments: readonly PageEnvironment[],
): UndoPlan {
  const lines = answer.changes
    .map((change) => undoLine(change, flags.get(change.flagKey)))
    .sort((one, other) => Number(one.conflict !== null) - Number(other.conflict !== null));
  const possible = lines.filter(({ conflict }) => conflict === null).length;
  const conflicts = lines.length - possible;
  return {
    lines,
    possible,
    conflicts,
    critical: answer.changes.some(
      ({ scope, conflict }) =>
        conflict === null && environments.some(({ key, critical }) => key === scope.environment && critical),
    ),
    summary: summaryOf(possible, conflicts),
  };
}

/** Everybody who changed a flag that is shown, who did so last first. */
export function peopleWhoChanged(flags: Iterable<Flag>): string[] {
  const latest = new Map<string, number>();
  for (const flag of flags) {
    for (const state of Object.values(flag.environments)) {
      for (const { changedAt, changedBy } of [state, ...state.scopes]) {
        const time = Date.parse(changedAt ?? '');
        if (changedBy === null || Number.isNaN(time)) continue;
        latest.set(changedBy, Math.max(latest.get(changedBy) ?? -Infinity, time));
      }
    }
  }
  return [...latest].sort(([, one], [, other]) => other - one).map(([name]) => name);
}

function undoLine(change: UndoneChange, flag: Flag | undefined): UndoLine {
  const side = (serving: UndoneChange['from']): string => {
    if (serving === null) return 'no override';
    return flag === undefined ? serving.kind : servingLabel(flag, serving).long;
  };
  return {
    flagKey: change.flagKey,
    where: scopeName(change.scope),
    from: side(change.from),
    to: side(change.to),
    conflict: change.conflict,
  };
}

function summaryOf(possible: number, conflicts: number): string {
  if (possible + conflicts === 0) return 'Nothing was changed by this person in this time.';
  const changes = possible === 1 ? '1 change' : `${possible} changes`;
  if (conflicts === 0) return `${changes} can be undone.`;
  const rest = conflicts === 1 ? '1 cannot' : `${conflicts} cannot`;
  return possible === 0 ? `Nothing can be undone: ${conflicts} in conflict.` : `${changes} can be undone, ${rest}.`;
}

function timeAsUtc(text: string): number {
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}
