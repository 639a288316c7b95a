/** SARIF 2.1.0, for code scanning. */
import { explainEvidence } from '../../core/checks/explain.ts';
import type { Severity } from '../../core/model.ts';
import { decidingStates, type CheckReport, type ReportedFinding } from '../check-report.ts';
import { checkDocsUrl, productUrl } from '../product.ts';
import type { Place } from '../places.ts';
import { version } from '../version.ts';
import { problemsOf } from './problems.ts';

const levels = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const satisfies {
  [severity in Severity]: string;
};

/** A log of one run. Paths are relative to %SRCROOT%, the working directory of the run. */
export function checkSarif(report: CheckReport): string {
  const rules = report.checks.map((check) => ({
    id: check.id,
    name: pascalCase(check.id),
    shortDescription: { text: check.title },
    fullDescription: { text: firstParagraph(check.description) },
    help: { text: check.description.trim(), markdown: check.description.trim() },
    ...helpUri(check.id),
    defaultConfiguration: { level: levels[check.severity] },
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Sluice',
            version,
            semanticVersion: version,
            ...(productUrl ? { informationUri: productUrl } : {}),
            rules,
            notifications: notificationKinds,
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report) }],
        ...runProperties(report),
        results: report.findings.map((reported) => result(reported, report)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Results that are gone are only counted: code scanning would show an `absent` one as an open alert. */
function runProperties({ baseline, change }: CheckReport): { readonly properties?: object } {
  if (baseline === null && change === null) return {};
  return { properties: { ...(baseline === null ? {} : { baseline }), ...(change === null ? {} : { change }) } };
}

function helpUri(checkId: string): { readonly helpUri?: string } {
  const url = checkDocsUrl(checkId);
  return url === null ? {} : { helpUri: url };
}

function result(reported: ReportedFinding, report: CheckReport): object {
  const { finding, place, related, fingerprint } = reported;
  const evidence = explainEvidence(finding.evidence, report.now);
  return {
    ruleId: finding.check,
    ruleIndex: report.checks.findIndex((check) => check.id === finding.check),
    level: levels[finding.severity],
    message: { text: [finding.message, ...evidence.map((line) => `- ${line}`)].join('\n') },
    locations: [{ physicalLocation: physicalLocation(place) }],
    ...(related.length > 0
      ? {
          relatedLocations: related.map((where) => ({
            physicalLocation: physicalLocation(where),
            message: { text: 'The key is written here.' },
          })),
        }
      : {}),
    partialFingerprints: { 'sluiceFinding/v1': fingerprint },
    ...(reported.isNew === null ? {} : { baselineState: reported.isNew ? 'new' : 'unchanged' }),
    ...(reported.change === null ? {} : { properties: { change: reported.change } }),
  };
}

function physicalLocation({ file, line, column, endLine, endColumn }: Place): object {
  return {
    artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

const notificationKinds = [
  notificationKind(
    'state',
    'The state of flags could not be read completely',
    'Findings that need the state of flags are left out, because what is not known is not absent. See that the control plane can be reached and that the token is valid.',
  ),
  notificationKind(
    'unreadable-file',
    'A file could not be read',
    'Flags that the file reads are not known. See that it may be read and is not larger than 2 MiB, or leave it out with "ignore".',
  ),
];

/** Code scanning asks for the longer texts of everything a tool declares. */
function notificationKind(id: string, title: string, text: string): object {
  return { id, shortDescription: { text: title }, fullDescription: { text }, help: { text } };
}

function notifications(report: CheckReport): readonly object[] {
  const { summary, cwd } = report;
  const aboutState = decidingStates(report).flatMap(({ problem, kind }) => {
    const text = problem ?? (kind === 'off' ? 'No control plane is configured.' : null);
    return text === null ? [] : [`Findings that need the state may be missing. ${text}`];
  });
  return [
    ...aboutState.map((text) => ({ level: 'warning', descriptor: { id: 'state' }, message: { text } })),
    ...problemsOf(summary.problems, cwd).map(({ file, message }) => ({
      level: 'warning',
      descriptor: { id: 'unreadable-file' },
      message: { text: `${file}: ${message}` },
    })),
  ];
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function firstParagraph(text: string): string {
  return (text.trim().split(/\n\s*\n/)[0] ?? '').replace(/\s+/g, ' ');
}
