/** JUnit XML: every file with findings is a suite, every finding a failed test. */
import { explainEvidence } from '../../core/checks/explain.ts';
import type { CheckReport, ReportedFinding } from '../check-report.ts';

/** Without findings: one suite with one test that passed, because an empty report counts as a broken one. */
export function checkJunit(report: CheckReport): string {
  const byFile = new Map<string, ReportedFinding[]>();
  for (const reported of report.findings) {
    const known = byFile.get(reported.place.file);
    if (known) known.push(reported);
    else byFile.set(reported.place.file, [reported]);
  }
  const suites = [...byFile].map(([file, findings]) => suite(file, findings, report.now));
  const total = report.findings.length;
  const passed =
    '  <testsuite name="sluice" tests="1" failures="0">\n    <testcase name="no findings" classname="sluice"/>\n  </testsuite>';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sluice" tests="${Math.max(total, 1)}" failures="${total}">`,
    ...(suites.length > 0 ? suites : [passed]),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: string, findings: readonly ReportedFinding[], now: number): string {
  const cases = findings.map(({ finding, place }) => {
    const where = `${place.file}:${place.line}:${place.column}`;
    const text = [where, ...explainEvidence(finding.evidence, now)].join('\n');
    return [
      `    <testcase name="${xml(`${finding.check} at ${place.line}:${place.column}`)}" classname="${xml(file)}">`,
      `      <failure type="${xml(finding.severity)}" message="${xml(finding.message)}">${xml(text)}</failure>`,
      '    </testcase>',
    ].join('\n');
  });
  const count = findings.length;
  return `  <testsuite name="${xml(file)}" tests="${count}" failures="${count}">\n${cases.join('\n')}\n  </testsuite>`;
}

/** Characters that XML 1.0 cannot hold at all become U+FFFD: one of them would make the whole report unreadable. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
