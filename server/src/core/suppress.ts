/** Comments that silence findings: `sluice-ignore-next-line unknown-flag until 2027-03-01 -- created with release 12`. */
import { invalidSuppression } from './checks/invalid-suppression.ts';
import { checkIds } from './checks/registry.ts';
import type { CommentFact } from './facts.ts';
import type { LineIndex } from './line-index.ts';
import type { CallSite, Evidence, Finding, Severity, Span } from './model.ts';
import { dayMs } from './state/age.ts';
import { listOf, visible } from './text.ts';

type SuppressionReach = 'next-line' | 'line' | 'file';

/** One suppression as written. */
interface Suppression {
  readonly reach: SuppressionReach;
  /** null: all checks. */
  readonly checks: readonly string[] | null;
  /** The last day (UTC) on which it counts, `2027-03-01`; null = for good. */
  readonly until: string | null;
  readonly reason: string;
  readonly span: Span;
}

/** A comment that wants to be a suppression but cannot be one; `message` is one sentence on why and what to do. */
interface BrokenSuppression {
  readonly message: string;
  readonly span: Span;
}

export type ParsedComment =
  | { readonly kind: 'suppression'; readonly suppression: Suppression }
  | { readonly kind: 'broken'; readonly broken: BrokenSuppression }
  /** A comment that is no suppression. */
  | { readonly kind: 'other' };

/**
 * Reads `sluice-ignore-next-line | -line | -file`, then check ids separated by commas (none = all), then ` until YYYY-MM-DD`, then
 * ` -- reason`. The reason is required. A comment counts only if it begins with the word.
 */
export function parseSuppression(comment: CommentFact): ParsedComment {
  const lines = comment.text.split(/[\r\n]+/).map((line) => line.replace(/^[\s*]+/, '').trim());
  const text = lines.join(' ').trim();
  const word = /^sluice-ignore(?:-[\w-]*)?(?![\w-])/.exec(text)?.[0];
  if (word === undefined) return { kind: 'other' };
  const broken = (message: string): ParsedComment => ({ kind: 'broken', broken: { message, span: comment.span } });

  const reach = reaches.get(word);
  if (reach === undefined) {
    return broken(`There is no suppression ${visible(word, 60)}: write ${listOf([...reaches.keys()], 'or')}.`);
  }
  const [, head = '', reason = ''] = /^(.*?)(?:(?:^|\s)--\s*(.*))?$/.exec(text.slice(word.length)) ?? [];
  const [, list = '', day = null] = /^(.*?)(?:(?:^|\s)until(?:[\s:]+(.*))?)?$/.exec(head.trim()) ?? [];
  const ids = list.split(/[\s,:]+/).filter((id) => id !== '');

  const unknown = ids.find((id) => !checkIds.includes(id));
  if (unknown !== undefined) {
    return broken(`There is no check ${visible(unknown, 60)} to suppress: the checks are ${listOf(checkIds)}.`);
  }
  if (/(?:^|\s)until/.test(head) && !isDay(day)) {
    return broken('The end of this suppression is no date: write it as "until 2027-03-01".');
  }
  if (reason.trim() === '') return broken('This suppression has no reason: write one after " -- " at its end.');
  return {
    kind: 'suppression',
    suppression: {
      reach,
      checks: ids.length === 0 ? null : ids,
      until: day,
      reason: reason.trim(),
      span: comment.span,
    },
  };
}

export interface SuppressionInput {
  readonly uri: string;
  readonly findings: readonly Finding[];
  /** The file's comments in order of position; those that are no suppressions are passed over. */
  readonly comments: readonly CommentFact[];
  /** Called only if there is a suppression. */
  readonly lineIndex: () => LineIndex;
  /** With them, a comment above a call of several lines also covers the key inside it. */
  readonly callSites?: readonly CallSite[];
  /** ms since the epoch. */
  readonly now: number;
  /** Severity of `invalid-suppression`. */
  readonly severity?: Severity | 'off';
}

export interface SuppressionResult {
  /** What is left, and one `invalid-suppression` for each comment that cannot be used. Not sorted. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly { readonly finding: Finding; readonly suppression: Suppression }[];
}

/** Takes out what comments silence. A suppression past its last day silences nothing; the findings it would cover say so in their evidence. */
export function applySuppressions(input: SuppressionInput): SuppressionResult {
  const { uri, findings, comments, now, severity = invalidSuppression.severity } = input;
  const parsed = comments.map(parseSuppression).filter((each) => each.kind !== 'other');
  if (parsed.length === 0) return { findings, suppressed: [] };

  const lines = input.lineIndex();
  const suppressions = parsed.flatMap((each) => (each.kind === 'suppression' ? [each.suppression] : []));
  const covers = createCover(suppressions, lines, input.callSites ?? []);
  const left: Finding[] = [];
  const suppressed: { finding: Finding; suppression: Suppression }[] = [];
  for (const finding of findings) {
    const covering = suppressions.filter((suppression) => covers(suppression, finding));
    const active = covering.find((suppression) => !isExpired(suppression, now));
    if (active) suppressed.push({ finding, suppression: active });
    else left.push({ ...finding, evidence: [...finding.evidence, ...covering.map(expiryEvidence)] });
  }
  if (severity !== 'off') {
    for (const each of parsed) {
      if (each.kind === 'broken') left.push(invalidFinding(uri, severity, each.broken));
    }
  }
  return { findings: left, suppressed };
}

const reaches: ReadonlyMap<string, SuppressionReach> = new Map([
  ['sluice-ignore-next-line', 'next-line'],
  ['sluice-ignore-line', 'line'],
  ['sluice-ignore-file', 'file'],
]);

function createCover(
  suppressions: readonly Suppression[],
  lines: LineIndex,
  callSites: readonly CallSite[],
): (suppression: Suppression, finding: Finding) => boolean {
  const lineAt = (offset: number): number => lines.positionAt(offset).line;
  /** Where stacked comments end: a comment above a comment means the code below both. */
  const lineAfter = new Map<number, number>();
  for (const { reach, span } of suppressions) {
    if (reach === 'next-line') lineAfter.set(lineAt(span.start), lineAt(span.end) + 1);
  }
  const nextLine = (suppression: Suppression): number => {
    let line = lineAt(suppression.span.end) + 1;
    for (let next = lineAfter.get(line); next !== undefined; next = lineAfter.get(line)) line = next;
    return line;
  };

  return (suppression, finding) => {
    if (suppression.checks !== null && !suppression.checks.includes(finding.check)) return false;
    if (suppression.reach === 'file') return true;
    const around = callSites
      .filter(({ span }) => span.start <= finding.span.start && finding.span.end <= span.end)
      .reduce((start, { span }) => Math.max(start, span.start), -1);
    const first = lineAt(around === -1 ? finding.span.start : around);
    const last = lineAt(finding.span.end);
    const covered = suppression.reach === 'line' ? lineAt(suppression.span.start) : nextLine(suppression);
    return first <= covered && covered <= last;
  };
}

function isExpired({ until }: Suppression, now: number): boolean {
  return until !== null && now >= Date.parse(`${until}T00:00:00Z`) + dayMs;
}

function isDay(text: string | null): boolean {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function expiryEvidence({ until, reason }: Suppression): Evidence {
  return { label: 'suppression', value: `ended on ${until ?? ''} (${visible(reason)})`, since: null };
}

function invalidFinding(uri: string, severity: Severity, { message, span }: BrokenSuppression): Finding {
  return {
    check: invalidSuppression.id,
    severity,
    message,
    uri,
    span,
    flagKey: null,
    evidence: [],
    suggestions: [],
    related: [],
  };
}
