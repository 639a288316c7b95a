/** JUnit XML, as the schema of Jenkins has it: every file with findings is a suite, every finding a failed test. */
import { explainEvidence } from '../../core/checks/explain.ts';
import { visible } from '../../core/text.ts';
import { stateLines, type CheckReport, type ReportedFinding } from '../check/check-report.ts';
import { countsText, leftOutLine, sumOf } from '../check/limit-findings.ts';
import { lacksState, outcomeLine } from '../check/outcome.ts';
import { byFile } from './by-file.ts';
import { xmlText as xml } from './xml-text.ts';

/** The first suite is the run itself: with a test that passes, because an empty report counts as a broken one. */
export function checkJunit(report: CheckReport): string {
  const suites = [
    runSuite(report),
    ...[...byFile(report.findings)].map(([file, findings]) => fileSuite(file, findings, report.now)),
  ];
  const sum = (kind: 'tests' | 'failures' | 'errors'): number =>
    suites.reduce((total, suite) => total + suite[kind], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sluice" tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}">`,
    ...suites.map(suiteElement),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite {
  readonly name: string;
  readonly properties: readonly (readonly [string, string])[];
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly cases: readonly string[];
}

function fileSuite(file: string, findings: readonly ReportedFinding[], now: number): Suite {
  const cases = findings.map(({ finding, place }) => {
    const where = `${visible(place.file, 1_000)}:${place.line}:${place.column}`;
    const text = [where, ...explainEvidence(finding.evidence, now).map((line) => visible(line, 1_000))].join('\n');
    const failure = `<failure type="${finding.severity}" message="${xml(visible(finding.message, 1_000))}">${xml(text)}</failure>`;
    return testCase(`${finding.check} at ${place.line}:${place.column}`, file, failure);
  });
  const count = findings.length;
  return { name: file, properties: [], tests: count, failures: count, errors: 0, skipped: 0, cases };
}

/** The state of the flags is a test of its own: it passes, is skipped where the state is not there, or is an error. */
function runSuite(report: CheckReport): Suite {
  const state = outcomeLine(report.outcome);
  const isError = lacksState(report.outcome);
  const leftOut = leftOutLine(report);
  const cases = [
    testCase(
      'state of the flags',
      'sluice',
      state === null
        ? ''
        : isError
          ? `<error type="state-unavailable" message="${xml(state)}"/>`
          : skippedElement(state),
    ),
    ...(report.leftOut === null || leftOut === null
      ? []
      : [
          testCase(
            `${sumOf(report.leftOut.counts)} more: ${countsText(report.leftOut.counts)}`,
            'sluice',
            `<failure type="left-out" message="${xml(leftOut)}"/>`,
          ),
        ]),
  ];
  return {
    name: 'sluice',
    properties: [['outcome', report.outcome.kind], ...stateLines(report)],
    tests: cases.length,
    failures: leftOut === null ? 0 : 1,
    errors: isError ? 1 : 0,
    skipped: state !== null && !isError ? 1 : 0,
    cases,
  };
}

function suiteElement({ name, properties, tests, failures, errors, skipped, cases }: Suite): string {
  const head = `  <testsuite name="${xml(name)}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}">`;
  const lines = properties.map(([key, value]) => `      <property name="${xml(key)}" value="${xml(value)}"/>`);
  return [
    head,
    ...(lines.length === 0 ? [] : ['    <properties>', ...lines, '    </properties>']),
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

/** The schema has no attribute for it. */
function skippedElement(why: string): string {
  return `<skipped>${xml(why)}</skipped>`;
}

function testCase(name: string, className: string, content: string): string {
  const head = `    <testcase name="${xml(name)}" classname="${xml(className)}"`;
  return content === '' ? `${head}/>` : `${head}>\n      ${content}\n    </testcase>`;
}
