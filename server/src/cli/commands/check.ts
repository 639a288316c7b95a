/** `sluice check` */
import { didYouMean } from '../../config/suggest.ts';
import { checkMetas } from '../../core/checks/registry.ts';
import { ageSince } from '../../core/state/age.ts';
import { visible } from '../../core/text.ts';
import type { StateStatus } from '../../protocol.ts';
import { criticalKeys } from '../../session/create-session.ts';
import { severities, type CheckReport, type ReportedFinding } from '../check-report.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CheckFormat } from '../formats.ts';
import { note } from '../log.ts';
import { openSession, type OpenSession } from '../open-session.ts';
import { reportStyle, writeReport } from '../output.ts';
import { comparePlaces, createPlaces } from '../places.ts';
import { checkGithub } from '../reporters/check-github.ts';
import { checkGitlab } from '../reporters/check-gitlab.ts';
import { checkJson } from '../reporters/check-json.ts';
import { checkJunit } from '../reporters/check-junit.ts';
import { checkMarkdown } from '../reporters/check-markdown.ts';
import { checkSarif } from '../reporters/check-sarif.ts';
import { checkText } from '../reporters/check-text.ts';
import { scan, type Scanned } from '../scan.ts';
import type { Style } from '../style.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  try {
    const [scanned, status] = await Promise.all([scan(opened, input, io), opened.session.refreshState(io.signal)]);
    const report = createReport(opened, scanned, io);
    writeReport(reporters[formatOf(input)](report, reportStyle(input, io)), input, io);

    if (scanned.summary.files === 0) note(input, io, 'No source files were found, so nothing was checked.');
    const misnamed = unknownCriticalEnvironments(opened);
    if (misnamed !== null) note(input, io, misnamed);
    const empty = emptyState(status, opened);
    if (empty !== null) note(input, io, empty);
    const trouble = stateTrouble(status, opened, input.has('offline')) ?? empty;
    if (trouble !== null && input.has('require-state')) {
      io.stderr.write(`sluice: the state is required but not available: ${visible(trouble, 2_000)}\n`);
      return exitCodes.couldNotRun;
    }
    if (trouble !== null && trouble !== empty && status.kind !== 'off')
      note(input, io, `the state is not complete: ${trouble}`);
    return exitCodeFor(report.findings, input.value('fail-on') ?? 'warning');
  } finally {
    opened.session.dispose();
  }
}

const reporters: { readonly [format in CheckFormat]: (report: CheckReport, style: Style) => string } = {
  text: checkText,
  json: checkJson,
  sarif: checkSarif,
  github: checkGithub,
  gitlab: checkGitlab,
  junit: checkJunit,
  markdown: checkMarkdown,
};

function formatOf(input: CommandInput): CheckFormat {
  return (input.value('format') ?? 'text') as CheckFormat;
}

function createReport({ session, isStateGiven, now }: OpenSession, { summary, uris }: Scanned, io: Io): CheckReport {
  const places = createPlaces(session, io.cwd);
  const findings = uris.flatMap((uri) =>
    session.findings(uri).map((finding): ReportedFinding => {
      const place = places.of(uri, finding.span);
      return {
        finding,
        place,
        sourceLine: places.line(uri, place.line),
        related: finding.related.map((location) => places.of(location.uri, location.span)),
      };
    }),
  );
  return {
    findings: findings.sort(compareFindings),
    state: session.state().status,
    isStateGiven,
    summary,
    assumptions: session.assumptions,
    checks: checkMetas,
    cwd: io.cwd,
    root: session.root,
    now: now(),
  };
}

function compareFindings(a: ReportedFinding, b: ReportedFinding): number {
  return (
    comparePlaces(a.place, b.place) ||
    compare(a.finding.check, b.finding.check) ||
    compare(a.finding.message, b.finding.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Why findings that need the state may be missing; null where none are. */
function stateTrouble(status: StateStatus, { loaded, now }: OpenSession, isOffline: boolean): string | null {
  const problem = status.problem ?? 'the control plane gave no reason.';
  if (status.kind === 'off') return 'no control plane is configured. `sluice init` sets one up.';
  if (status.kind === 'none' || !status.complete) return problem;
  if (status.kind !== 'cached') return null;
  const age = ageSince(status.readAt, now());
  const isTooOld = age === null || age > loaded.maxStateAgeMs;
  return isOffline && !isTooOld
    ? null
    : `${problem}${isTooOld ? ' The last known state is too old to be used.' : ' The last known state is used.'}`;
}

/** An empty answer is what a wrong project looks like: code that reads flags was not checked against it. */
function emptyState({ kind, complete, flagCount, controlPlane }: StateStatus, { session }: OpenSession): string | null {
  if (kind === 'off' || kind === 'none' || !complete || flagCount > 0 || session.uris().length === 0) return null;
  return `${controlPlane ?? 'the control plane'} has no flags at all, so no key in the code counts as unknown. Is it the right one?`;
}

/** A misspelled environment would silently take the findings away that are judged on it. */
function unknownCriticalEnvironments({ session, loaded }: OpenSession): string | null {
  const { snapshot } = session.state();
  if (!snapshot?.complete) return null;
  const known = snapshot.environments.map(({ key }) => key);
  const [unknown] = (criticalKeys(loaded) ?? []).filter((key) => !known.includes(key));
  if (unknown === undefined) return null;
  return `controlPlane.environments.critical names "${unknown}", but ${snapshot.controlPlane.name} has ${known.join(', ')}.${didYouMean(unknown, known)}`;
}

function exitCodeFor(findings: readonly ReportedFinding[], failOn: string): number {
  const worst = severities.findIndex((severity) => severity === failOn);
  const fails = findings.some(({ finding }) => severities.indexOf(finding.severity) <= worst);
  return fails ? exitCodes.findings : exitCodes.clean;
}
