/** Where two control planes disagree, for people. */
import type { Scope } from '../../core/model.ts';
import type { Comparison } from '../../core/state/compare.ts';
import type { Difference } from '../../core/state/compare-flag.ts';
import { listOf, visible } from '../../core/text.ts';
import { comparisonSummary } from '../state/compare-report.ts';
import type { Style } from '../terminal/style.ts';
import { table, type Cell } from './table.ts';

/** More than this many lines of what is not known would hide what is. */
const mostNotKnown = 10;

const words: { readonly [what in Difference['what']]: string } = {
  missing: 'flag',
  archived: 'archived',
  'value-type': 'type of its value',
  variants: 'variants',
  permanence: 'permanence',
  serving: 'serves',
  share: 'share',
};

/** A heading, a table of the differences, and what could not be compared. */
export function comparisonText(comparison: Comparison, style: Style): string {
  const { authoritative, compared, problem, differences } = comparison;
  const title = style('bold', `${authoritative} and ${compared}`);
  if (problem !== null) return `${title}\nNot compared: ${visible(problem, 500)}`;
  const rows = differences.map((difference): readonly Cell[] => [
    { text: visible(difference.key, 80), format: 'cyan' },
    { text: scopeText(difference.scope) },
    { text: words[difference.what] },
    { text: visible(difference.authoritative, 80) },
    { text: visible(difference.compared, 80), format: 'yellow' },
  ]);
  const heading = ['FLAG', 'WHERE', 'WHAT', authoritative.toUpperCase(), compared.toUpperCase()];
  return [
    title,
    ...(rows.length === 0 ? [] : [table(heading, rows, style)]),
    style(differences.length === 0 ? 'green' : 'yellow', comparisonSummary(comparison)),
    ...notKnownLines(comparison).map((line) => style('dim', line)),
  ].join('\n');
}

/** "production", "production / fra"; "" for the whole flag. Safe for a terminal. */
function scopeText(scope: Scope | null): string {
  if (scope === null) return '';
  return [scope.environment, scope.datacenter, scope.server]
    .filter((part) => part !== null)
    .map((part) => visible(part, 40))
    .join(' / ');
}

function notKnownLines({ authoritative, compared, environments, notKnown }: Comparison): readonly string[] {
  const { onlyAuthoritative, onlyCompared, pairs } = environments;
  const list = (keys: readonly string[]): string => listOf(keys.map((key) => visible(key, 40)));
  const renamed = pairs.filter((pair) => pair.authoritative !== pair.compared);
  const lines = notKnown.map(({ key, scope, why }) => {
    const where = scope === null ? '' : ` in ${scopeText(scope)}`;
    return `not known: ${visible(key, 80)}${where}: ${visible(why, 300)}`;
  });
  return [
    ...renamed.map(
      (pair) =>
        `${visible(pair.authoritative, 40)} in ${authoritative} is ${visible(pair.compared, 40)} in ${compared}`,
    ),
    ...(onlyAuthoritative.length === 0
      ? []
      : [
          `not compared: ${list(onlyAuthoritative)} of ${authoritative}, which ${compared} does not have under ${onlyAuthoritative.length === 1 ? 'this name' : 'these names'} ("environmentNames" tells another one)`,
        ]),
    ...(onlyCompared.length === 0 ? [] : [`not compared: ${list(onlyCompared)} of ${compared}`]),
    ...lines.slice(0, mostNotKnown),
    ...(lines.length > mostNotKnown ? [`and ${lines.length - mostNotKnown} more that are not known`] : []),
  ];
}
