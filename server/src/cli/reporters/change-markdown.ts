/** Markdown for a comment on a pull request: what the change does to flags, then what is wrong. */
import { explainEvidence } from '../../core/checks/explain.ts';
import { listOf, plural } from '../../core/text.ts';
import { baselineLines } from '../baseline/baseline-outcome.ts';
import type { ChangedFlag, ChangeReport, ServedIn } from '../change/change-report.ts';
import { countAll, severities, stateLines, type CheckReport, type ReportedFinding } from '../check-report.ts';
import { placeInRepository } from '../find-root.ts';
import { leftOutLine, sumOf } from '../limit-findings.ts';
import { outcomeLine } from '../outcome.ts';
import { markdownCell, markdownCodeCell, markdownPlace } from './markdown-text.ts';

/** GitHub takes comments of 65,536 characters, and answers longer ones with an error. */
const mostCharacters = 60_000;

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
    ...(trouble === null ? [] : ['', `**${markdownCell(trouble)}**`]),
  ];
  const foot = [
    `<sub>Compared with ${markdownCodeCell(change.base.slice(0, 12))} (${markdownCell(change.ref)}), ${plural(change.files, 'source file')} changed.</sub>  `,
    ...stateLines(report).map(
      ([whose, line]) => `<sub>S${markdownCell(whose).slice(1)}: ${markdownCell(line)}</sub>  `,
    ),
    ...[...(leftOut === null ? [] : [leftOut]), ...baselineLines(report.baseline), ...change.notes].map(
      (line) => `<sub>${markdownCell(line)}</sub>  `,
    ),
  ];
  return `${[...head, '', ...fitted(blocks, mostCharacters - length([...head, ...foot])), ...foot].join('\n')}\n`;
}

/** The mark; of a workspace in a repository with several, its own. */
export function changeMark({ root }: CheckReport): string {
  return `<!-- sluice change ${encodeURIComponent(placeInRepository(root)).replaceAll('-', '%2D')} -->`;
}

interface Block {
  readonly heading: string;
  readonly table: readonly string[];
  readonly rows: readonly string[];
}

/** As many rows as there is room for, and how many more there are. */
function fitted(blocks: readonly Block[], room: number): readonly string[] {
  const lines: string[] = [];
  let left = room - blocks.length * 200;
  for (const { heading, table, rows } of blocks) {
    if (rows.length === 0) continue;
    const shown: string[] = [];
    for (const row of rows) {
      left -= row.length + 1;
      if (left < 0) break;
      shown.push(row);
    }
    const more = rows.length - shown.length;
    lines.push(`#### ${heading} (${rows.length})`, '');
    if (shown.length > 0) lines.push(...table, ...shown, '');
    if (more > 0) lines.push(`… and ${more} more: \`sluice check\` lists all.`, '');
  }
  return lines;
}

function length(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
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
  return staleBy.map((check) => markdownCodeCell(check)).join(', ');
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
  return staleBy.map((check) => markdownCodeCell(check)).join(', ');
}

function findingBlock(heading: string, findings: readonly ReportedFinding[], now: number): Block {
  return {
    heading,
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
