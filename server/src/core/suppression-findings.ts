/** What is wrong with suppressions themselves: broken, past their day, of no use. */
import type { CheckMeta } from './checks/check.ts';
import { expiredSuppression } from './checks/expired-suppression.ts';
import { invalidSuppression } from './checks/invalid-suppression.ts';
import { checks } from './checks/registry.ts';
import { unusedSuppression } from './checks/unused-suppression.ts';
import type { CommentFact } from './facts.ts';
import type { LineIndex } from './line-index.ts';
import type { CallSite, Finding, Fix, Severity, Span } from './model.ts';
import { removeComment } from './remove-comment.ts';
import { isExpired, type BrokenSuppression, type Suppression } from './suppression.ts';
import { listOf, visible } from './text.ts';

export interface SuppressionInput {
  readonly uri: string;
  readonly findings: readonly Finding[];
  /** The file's comments in order of position; those that are no suppressions are passed over. */
  readonly comments: readonly CommentFact[];
  /** Called only if there is a suppression. */
  readonly lineIndex: () => LineIndex;
  /** Called only if there is a suppression to remove. */
  readonly text: () => string;
  /** With them, a comment above a call of several lines also covers the key inside it. */
  readonly callSites: readonly CallSite[];
  /** ms since the epoch. */
  readonly now: number;
  /** Of `invalid-suppression` and the other checks of suppressions. */
  severityOf(check: CheckMeta): Severity | 'off';
  /** Which checks were on and had all they need, so that what they did not find is not there. */
  readonly judged: ReadonlySet<string>;
}

/** Whether a suppression reaches a place, whatever it names. */
export type Covers = (suppression: Suppression, span: Span) => boolean;

interface AppliedSuppressions {
  readonly broken: readonly BrokenSuppression[];
  /** The findings that each covers, whether it silences them or is past its day. */
  readonly under: ReadonlyMap<Suppression, readonly Finding[]>;
  readonly covers: Covers;
}

/** One finding for each suppression that is broken, past its day, or certainly of no use. */
export function suppressionFindings(input: SuppressionInput, applied: AppliedSuppressions): readonly Finding[] {
  const { now } = input;
  const removal = (span: Span): Fix => ({
    title: 'Remove the suppression',
    edits: [removeComment(input.text(), span)],
  });
  const findings: Finding[] = [];
  const report = (meta: CheckMeta, span: Span, parts: Pick<Finding, 'message'> & Partial<Finding>): void => {
    const severity = input.severityOf(meta);
    if (severity === 'off') return;
    const base = { flagKey: null, evidence: [], suggestions: [], related: [] };
    findings.push({ check: meta.id, severity, uri: input.uri, span, ...base, ...parts });
  };

  for (const { message, span } of applied.broken) report(invalidSuppression, span, { message });
  for (const [suppression, under] of applied.under) {
    const { span, until, reason } = suppression;
    if (isExpired(suppression, now)) {
      report(expiredSuppression, span, {
        message: `This suppression ended on ${until ?? ''} (${visible(reason)}): decide again, or remove it.`,
        evidence: under.map(({ check, message }) => ({ label: 'it hid', value: `${check}: ${message}`, since: null })),
        ...(under.length === 0 ? { fixes: [removal(span)], isUnnecessary: true } : {}),
      });
    } else if (under.length === 0 && isCertainlyUnused(suppression, input, applied.covers)) {
      const what = suppression.checks === null ? 'nothing' : `nothing of ${listOf(suppression.checks, 'or')}`;
      report(unusedSuppression, span, {
        message: `This suppression hides ${what} (${visible(reason)}).`,
        fixes: [removal(span)],
        isUnnecessary: true,
      });
    }
  }
  return findings;
}

function isCertainlyUnused(
  suppression: Suppression,
  { judged, callSites, severityOf }: SuppressionInput,
  covers: Covers,
) {
  const named = checks.map(({ meta }) => meta);
  const meant =
    suppression.checks === null
      ? named.filter((meta) => severityOf(meta) !== 'off')
      : suppression.checks.map((id) => named.find((meta) => meta.id === id) ?? null);
  if (!meant.every((meta) => meta !== null && judged.has(meta.id))) return false;
  const comesAndGoes = suppression.checks === null || meant.some((meta) => meta !== null && dependsOnTime(meta));
  return !comesAndGoes || !callSites.flatMap(placesOf).some((span) => covers(suppression, span));
}

/** Its findings come and go with the state, without any change of the code. */
function dependsOnTime({ category, needsState }: CheckMeta): boolean {
  return needsState && (category === 'age' || category === 'roll-out');
}

/** Where a check may report something about a call site. */
function placesOf({ span, use }: CallSite): readonly Span[] {
  const uses = [use, ...use.variableUses.map((each) => each.use)];
  return [
    span,
    ...use.variableUses.map((each) => each.span),
    ...uses.flatMap(({ branch }) => (branch === null ? [] : [branch.span])),
  ];
}
