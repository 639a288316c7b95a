/** What is to be said of the run itself, as SARIF's notifications. */
import { visible } from '../../core/text.ts';
import { decidingStates, type CheckReport } from '../check/check-report.ts';
import { leftOutLine } from '../check/limit-findings.ts';
import { lacksState } from '../check/outcome.ts';
import { problemsOf } from './problems.ts';

/** Each kind of them, as the tool declares it. */
export const notificationKinds: readonly object[] = [
  notificationKind(
    'state',
    'StateUnavailable',
    'The state of flags could not be read completely.',
    'Findings that need the state of flags are left out, because what is not known is not absent. See that the control plane can be reached and that the token is valid.',
  ),
  notificationKind(
    'unreadable-file',
    'UnreadableFile',
    'A file could not be read.',
    'Flags that the file reads are not known. See that it may be read and is not larger than 2 MiB, or leave it out with "ignore".',
  ),
  notificationKind(
    'left-out',
    'FindingsLeftOut',
    'There are more findings than the log holds.',
    'The most severe findings are in the log, the others are counted. Reports of other formats hold all of them: `sluice check --format json`.',
  ),
];

/** Code scanning asks for the longer texts of everything a tool declares. */
function notificationKind(id: string, name: string, title: string, text: string): object {
  return { id, name, shortDescription: { text: title }, fullDescription: { text }, help: { text } };
}

export function notifications(report: CheckReport): readonly object[] {
  const leftOut = leftOutLine(report);
  return [
    ...aboutState(report),
    ...(leftOut === null ? [] : [notification('warning', 'left-out', `${leftOut}.`)]),
    ...problemsOf(report.summary.problems, report.cwd).map(({ file, message }) =>
      notification('warning', 'unreadable-file', `${file}: ${message}`),
    ),
  ];
}

function aboutState(report: CheckReport): readonly object[] {
  const { outcome } = report;
  if (lacksState(outcome)) {
    const text = `The state is required but not available, so this run has failed. ${outcome.reason ?? ''}`;
    return [notification('error', 'state', text)];
  }
  const texts = decidingStates(report).flatMap(({ problem, kind }) => {
    const text = problem ?? (kind === 'off' ? 'No control plane is configured.' : null);
    return text === null ? [] : [text];
  });
  const all = texts.length > 0 || outcome.reason === null ? texts : [outcome.reason];
  return all.map((text) => notification('warning', 'state', `Findings that need the state may be missing. ${text}`));
}

function notification(level: 'warning' | 'error', id: string, text: string): object {
  return { level, descriptor: { id }, message: { text: visible(text, 2_000).replaceAll('](', '\\](') } };
}
