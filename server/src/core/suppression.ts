/** One suppression: what a comment says, and whether it still counts. */
import { checkIds } from './checks/registry.ts';
import type { CommentFact } from './facts.ts';
import type { Span } from './model.ts';
import { dayMs } from './state/age.ts';
import { listOf, visible } from './text.ts';

type SuppressionReach = 'next-line' | 'line' | 'file';

/** One suppression as written. */
export interface Suppression {
  readonly reach: SuppressionReach;
  /** null: all checks. */
  readonly checks: readonly string[] | null;
  /** The last day (UTC) on which it counts, `2027-03-01`; null = for good. */
  readonly until: string | null;
  readonly reason: string;
  readonly span: Span;
}

/** A comment that wants to be a suppression but cannot be one; `message` is one sentence on why and what to do. */
export interface BrokenSuppression {
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

const reaches: ReadonlyMap<string, SuppressionReach> = new Map([
  ['sluice-ignore-next-line', 'next-line'],
  ['sluice-ignore-line', 'line'],
  ['sluice-ignore-file', 'file'],
]);

/** True after the end of its last day. */
export function isExpired({ until }: Suppression, now: number): boolean {
  return until !== null && now >= Date.parse(`${until}T00:00:00Z`) + dayMs;
}

function isDay(text: string | null): boolean {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
