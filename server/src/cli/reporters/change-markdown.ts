/** Markdown for a comment on a pull request: what the change does to flags, then what is wrong. */
import { explainEvidence } from '../../core/checks/explain.ts';
import { listOf, plural } from '../../core/text.ts';
import { baselineLines } from '../baseline/baseline-outcome.ts';
import type { ChangedFlag, ChangeReport, ServedIn } from '../change/change-report.ts';
import { countAll, severities, stateLines, type CheckReport, type ReportedFinding } from '../check/check-report.ts';
import { placeInRepository } from '../find-root.ts';
import { leftOutLine, sumOf } from '../check/limit-findings.ts';
import { outcomeLine } from '../check/outcome.ts';
import { markdownCell, markdownCodeCell, markdownPlace, mostCommentCharacters } from './markdown-text.ts';

/** For the headings, and for who puts something before or after it. */
const margin = 3_000;

/** `change`: that of the report. Begins with a hidden mark by which the comment of an earlier run is found. */
export function changeMarkdown(report: CheckReport, change: ChangeReport): string {
  const { findings } = report;
  const blocks: readonly Block[] = [
    flagBlock('Flags added', change.added, addedNote),
    flagBlock('Flags removed', change.removed, removedNote),
    flagBlock('Still stale', change.stillStale, staleNote),
    findingBlock('Findings in the change', findings.filter(isInChange), report.now),
    findingBlock(
      'Elsewhere, because of the change',
      findings.filter((finding) => !isInChange(finding)),
      report.now,
    ),
  ];
  const trouble = outcomeLine(report.outcome);
  const leftOut = leftOutLine(report);
  const head = [
    changeMark(report),
    `### Sluice: ${title(report, change)}`,
    '',
    ...(trouble === null ? [] : [`**${markdownCell(trouble)}**`, '']),
  ];
  const foot = [
    ...(leftOut === null ? [] : [`${markdownCell(leftOut)}  `]),
    `<sub>Compared with ${markdownCodeCell(change.base.slice(0, 12))} (${markdownCell(change.ref)}), ${plural(change.files, 'source file')} changed.</sub>  `,
    ...stateLines(report).map(
      ([whose, line]) => `<sub>S${markdownCell(whose).slice(1)}: ${markdownCell(line)}</sub>  `,
    ),
    ...[...baselineLines(report.baseline), ...change.notes].map((line) => `<sub>${markdownCell(line)}</sub>  `),
  ];
  const room = mostCommentCharacters - margin - [...head, ...foot].join('\n').length;
  return `${[...head, ...fitted(blocks, room), ...foot].join('\n')}\n`;
}

/** The mark; of a workspace in a repository with several, its own. */
export function changeMark({ root }: CheckReport): string {
  return `<!-- sluice change ${encodeURIComponent(placeInRepository(root)).replaceAll('-', '%2D')} -->`;
}

interface Block {
  readonly heading: string;
  readonly table: readonly string[];
  readonly rows: readonly string[];
  /** What is wrong comes before what is. */
  readonly isUrgent: boolean;
}

/** As many rows as there is room for, and how many more there are. No table takes more than half of what is left for the others. */
function fitted(blocks: readonly Block[], room: number): readonly string[] {
  const shown = new Map<Block, readonly string[]>();
  let left = room;
  for (const block of [...blocks].sort((a, b) => Number(b.isUrgent) - Number(a.isUrgent))) {
    const rows = rowsIn(block.rows, block.rows.join('\n').length > left / 2 ? left / 2 : left);
    shown.set(block, rows);
    left -= rows.join('\n').length;
  }
  return blocks.flatMap((block) => {
    const { heading, table, rows } = block;
    const fitting = shown.get(block) ?? [];
    const more = rows.length - fitting.length;
    return rows.length === 0
      ? []
      : [
          `#### ${heading} (${rows.length})`,
          '',
          ...(fitting.length === 0 ? [] : [...table, ...fitting, '']),
          ...(more === 0
            ? []
            : [`… and ${more} more, for which a comment has no room: \`sluice check\` lists all.`, '']),
        ];
  });
}

function rowsIn(rows: readonly string[], room: number): readonly string[] {
  let left = room;
  const past = rows.findIndex((row) => (left -= row.length + 1) < 0);
  return past < 0 ? rows : rows.slice(0, past);
}

function title(report: CheckReport, { added, removed }: ChangeReport): string {
  const counts = countAll(report);
  const total = sumOf(counts);
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const flags = [
    ...(added.length > 0 ? [`${plural(added.length, 'flag')} added`] : []),
    ...(removed.length > 0 ? [`${plural(removed.length, 'flag')} removed`] : []),
  ];
  const found = total === 0 ? 'no findings' : `${plural(total, 'finding')} (${parts.join(', ')})`;
  return listOf([...flags, found]);
}

function flagBlock(heading: string, flags: readonly ChangedFlag[], note: (flag: ChangedFlag) => string): Block {
  return {
    heading,
    isUrgent: false,
    table: ['| flag | owner | kind | serves | reads | |', '| --- | --- | --- | --- | --- | --- |'],
    rows: flags.map(
      (flag) =>
        `| ${[
          markdownCodeCell(flag.key) + (flag.controlPlane === null ? '' : ` (${markdownCell(flag.controlPlane)})`),
          flag.owner === null ? '' : markdownCell(flag.owner),
          [flag.kind, flag.purpose].filter((word) => word !== null).join(', '),
          flag.serving.map(served).join('<br>'),
          `${flag.readsBefore} → ${flag.readsAfter}`,
          note(flag),
        ].join(' | ')} |`,
    ),
  };
}

function served({ environment, critical, serving, differs }: ServedIn): string {
  const name = critical ? `**${markdownCell(environment)}**` : markdownCell(environment);
  return `${name}: ${markdownCell(serving)}${differs ? ' (not everywhere)' : ''}`;
}

function addedNote({ state, staleBy }: ChangedFlag): string {
  if (state === 'missing') return 'not in the control plane';
  if (state === 'archived') return 'archived';
  if (state === 'unknown') return 'state not known';
  return staleBy.map(markdownCodeCell).join(', ');
}

function removedNote({ state, readsElsewhere }: ChangedFlag): string {
  if (state === 'archived') return 'archived already';
  if (state === 'missing') return 'not in the control plane';
  if (state === 'unknown') return 'state not known';
  if (readsElsewhere !== null && readsElsewhere > 0)
    return `other repositories may still read it (${plural(readsElsewhere, 'place')})`;
  return 'can be archived once this is deployed everywhere';
}

function staleNote({ staleBy }: ChangedFlag): string {
  return staleBy.map(markdownCodeCell).join(', ');
}

function findingBlock(heading: string, findings: readonly ReportedFinding[], now: number): Block {
  return {
    heading,
    isUrgent: true,
    table: ['| where | severity | what |', '| --- | --- | --- |'],
    rows: findings.map(({ finding, place, isNew }) => {
      const evidence = explainEvidence(finding.evidence, now).map((line) => `<br>${markdownCell(line)}`);
      const known = isNew === false ? ' (known)' : '';
      return `| ${markdownPlace(place)} | ${finding.severity}${known} | ${markdownCell(finding.message)} ${markdownCodeCell(finding.check)}${evidence.join('')} |`;
    }),
  };
}

function isInChange({ change }: ReportedFinding): boolean {
  return change === 'in-change';
}
