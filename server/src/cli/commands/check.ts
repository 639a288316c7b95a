/** `sluice check` */
import { checkMetas } from '../../core/checks/registry.ts';
import { visible } from '../../core/text.ts';
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
import { stateTroubles, unknownCheckEnvironments, unknownCriticalEnvironments } from '../state-troubles.ts';
import type { Style } from '../style.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  try {
    const [scanned] = await Promise.all([scan(opened, input, io), opened.session.refreshState(io.signal)]);
    const report = createReport(opened, scanned, io);
    writeReport(reporters[formatOf(input)](report, reportStyle(input, io)), input, io);

    if (scanned.summary.files === 0) note(input, io, 'No source files were found, so nothing was checked.');
    for (const sentence of unknownCriticalEnvironments(opened.session)) note(input, io, sentence);
    for (const sentence of unknownCheckEnvironments(opened)) note(input, io, sentence);
    const troubles = stateTroubles(opened, scanned.uris, input.has('offline'));
    for (const { isEmpty, message } of troubles) if (isEmpty) note(input, io, message);
    const [worst] = [...troubles.filter(({ isEmpty }) => !isEmpty), ...troubles];
    if (worst && input.has('require-state')) {
      io.stderr.write(`sluice: the state is required but not available: ${visible(worst.message, 2_000)}\n`);
      return exitCodes.couldNotRun;
    }
    for (const { isEmpty, isOff, message } of troubles)
      if (!isEmpty && !isOff) note(input, io, `the state is not complete: ${message}`);
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
        controlPlane: session.isSinglePlane ? null : (session.planeOf(uri)?.name ?? null),
      };
    }),
  );
  return {
    findings: findings.sort(compareFindings),
    state: session.state().status,
    planes: session.isSinglePlane ? [] : session.planes.map((plane) => ({ plane, status: plane.state().status })),
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

function exitCodeFor(findings: readonly ReportedFinding[], failOn: string): number {
  const worst = severities.findIndex((severity) => severity === failOn);
  const fails = findings.some(({ finding }) => severities.indexOf(finding.severity) <= worst);
  return fails ? exitCodes.findings : exitCodes.clean;
}
