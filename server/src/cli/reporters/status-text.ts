/** Switches and valves for people. */
import { ageSince, formatAge, formatMinute } from '../../core/state/age.ts';
import { servingLabel } from '../../core/state/serving.ts';
import type { Flag } from '../../core/model.ts';
import { visible } from '../../core/text.ts';
import { reportedScopes, type FlagReport, type ReportedScope } from '../flags/flag-report.ts';
import { stateLine } from '../state/state-line.ts';
import type { Style } from '../terminal/style.ts';
import { table, type Cell } from './table.ts';

/** One table for each flag: scopes wide to narrow, what is desired and what servers report. */
export function statusText(report: FlagReport, style: Style): string {
  const state = `state: ${stateLine(report.state, { isGiven: report.isStateGiven, now: report.now })}`;
  return `${[...statusBlocks(report, style), state].join('\n\n')}\n`;
}

/** A block for each flag, or a sentence where there is none. */
export function statusBlocks({ flags, environments, now }: FlagReport, style: Style): readonly string[] {
  const blocks = flags.map(({ flag }) => {
    const scopes = reportedScopes(flag, environments);
    const rows = scopes.map((scope) => scopeRow(flag, scope, now));
    const about = [flag.kind, flag.purpose, flag.owner === null ? null : visible(flag.owner, 60)].filter(
      (part) => part !== null,
    );
    const title = `${style('bold', visible(flag.key))}  ${style('dim', about.join(', '))}`;
    if (flag.archivedAt !== null) return `${title}\narchived ${formatMinute(flag.archivedAt) ?? ''}`;
    if (rows.length === 0) return `${title}\nThe control plane does not tell what it serves.`;
    return [title, table(['SCOPE', 'DESIRED', 'OBSERVED', 'CHANGED'], rows, style), ...verdict(scopes, style)].join(
      '\n',
    );
  });
  return blocks.length > 0 ? blocks : ['The control plane has no flags.'];
}

function scopeRow(flag: Flag, scope: ReportedScope, now: number): readonly Cell[] {
  const [depth, key] =
    scope.server !== null
      ? [2, scope.server]
      : scope.datacenter !== null
        ? [1, scope.datacenter]
        : [0, scope.environment];
  const desired = servingLabel(flag, scope.serving);
  return [
    { text: '  '.repeat(depth) + visible(key, 60) + (depth === 0 && scope.critical ? ' (critical)' : '') },
    {
      text: desired,
      format: !scope.overridden ? 'dim' : desired === 'on' ? 'green' : desired === 'off' ? 'red' : 'yellow',
    },
    observedCell(flag, scope),
    { text: changedText(scope, now), format: 'dim' },
  ];
}

function observedCell(flag: Flag, { server, observed, agrees }: ReportedScope): Cell {
  if (server === null) return { text: '' };
  if (!observed) return { text: 'not reported', format: 'dim' };
  const text = servingLabel(flag, observed.serving);
  return agrees ? { text, format: 'green' } : { text: `${text} (differs)`, format: 'red' };
}

function changedText({ overridden, changedAt, changedBy }: ReportedScope, now: number): string {
  if (!overridden) return 'as above';
  const age = ageSince(changedAt, now);
  if (age === null) return '';
  return `${formatAge(age)} ago${changedBy === null ? '' : ` by ${visible(changedBy, 40)}`}`;
}

function verdict(scopes: readonly ReportedScope[], style: Style): readonly string[] {
  const servers = scopes.filter(({ server }) => server !== null);
  if (servers.length === 0) return [];
  const count = (wanted: boolean | null): number => servers.filter(({ agrees }) => agrees === wanted).length;
  const differing = count(false);
  const silent = count(null);
  if (silent === servers.length) return [style('dim', 'no server has reported what it applies')];
  const parts = [
    `applied on ${count(true)} of ${servers.length} servers`,
    ...(differing > 0 ? [`${differing} ${differing === 1 ? 'differs' : 'differ'}`] : []),
    ...(silent > 0 ? [`${silent} not reported`] : []),
  ];
  return [style(differing > 0 ? 'red' : 'dim', parts.join(', '))];
}
