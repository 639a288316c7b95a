/** Flags for people. */
import { ageSince, formatAge } from '../../core/state/age.ts';
import { servingLabel, stateIn } from '../../core/state/serving.ts';
import { plural, visible } from '../../core/text.ts';
import type { FlagReport, ReportedFlag } from '../flags/flag-report.ts';
import { stateLine } from '../state/state-line.ts';
import type { Style } from '../terminal/style.ts';
import { staleSummary, verdictBlocks, verdictCell } from './verdict-text.ts';
import { table, type Cell } from './table.ts';

/** What is told of flags: `all` of them, those that may go (`stale`), or `one`. */
export type FlagsView = 'all' | 'stale' | 'one';

/** A table, why flags may go, and how fresh the state is. */
export function flagsText(report: FlagReport, view: FlagsView, style: Style): string {
  const state = `state: ${stateLine(report.state, { isGiven: report.isStateGiven, now: report.now })}`;
  return `${flagsBlocks(report, view, style).join('\n\n')}\n${view === 'one' ? '\n' : ''}${state}\n`;
}

/** The same without the state, for one of several control planes. */
export function flagsBlocks(report: FlagReport, view: FlagsView, style: Style): readonly string[] {
  const { flags } = report;
  if (view === 'all') return [flagsTable(report, view, style), style('bold', plural(flags.length, 'flag'))];
  if (view === 'one') return [flagsTable(report, view, style), ...verdictBlocks(report, 'all', style)];
  const shown = flags.length === 0 ? [] : [flagsTable(report, view, style), ...verdictBlocks(report, 'short', style)];
  return [...shown, style('bold', staleSummary(report))];
}

/** One line for each flag. */
function flagsTable(report: FlagReport, view: FlagsView, style: Style): string {
  const { flags, environments, now } = report;
  const heading = [
    'FLAG',
    ...(view === 'all' ? [] : ['VERDICT']),
    'KIND',
    ...environments.map(({ key }) => visible(key, 30).toUpperCase()),
    'UNCHANGED FOR',
    'OWNER',
    'READS',
  ];
  const rows = flags.map((reported): readonly Cell[] => {
    const { flag, references } = reported;
    return [
      { text: visible(flag.key, 80), format: 'cyan' },
      ...(view === 'all' ? [] : [verdictCell(reported)]),
      { text: flag.kind },
      ...environments.map(({ key }): Cell => servingCell(reported, key)),
      { text: constantAge(reported, report, now) },
      {
        text: flag.owner === null ? 'nobody' : visible(flag.owner, 40),
        ...(flag.owner === null ? { format: 'dim' } : {}),
      },
      { text: references === null ? '' : String(references), ...(references === 0 ? { format: 'yellow' } : {}) },
    ];
  });
  return flags.length === 0 ? 'The control plane has no flags.' : table(heading, rows, style);
}

function servingCell({ flag }: ReportedFlag, environment: string): Cell {
  if (flag.archivedAt !== null) return { text: 'archived', format: 'dim' };
  const state = stateIn(flag, environment);
  if (!state) return { text: 'not known', format: 'dim' };
  const text = servingLabel(flag, state.serving) + (state.scopes.length > 0 ? ` +${state.scopes.length}` : '');
  return { text, format: text === 'on' ? 'green' : text === 'off' ? 'dim' : 'yellow' };
}

/** For how long all critical environments have served one and the same; "" where one has not, or it is not known. */
function constantAge({ flag }: ReportedFlag, { environments }: FlagReport, now: number): string {
  if (flag.archivedAt !== null) return '';
  const judged = environments.filter(({ critical }) => critical);
  const ages = (judged.length > 0 ? judged : environments).map(({ key }) =>
    ageSince(stateIn(flag, key)?.constantSince ?? null, now),
  );
  const known = ages.filter((age) => age !== null);
  return known.length === ages.length && known.length > 0 ? formatAge(Math.min(...known)) : '';
}
