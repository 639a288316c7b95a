import { gzipSync } from 'node:zlib';
import { marked, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import type { Severity } from '../../../server/src/core/model.ts';
import type { CheckReport, ReportedFinding } from '../../../server/src/cli/check/check-report.ts';
import { checkFormats, type CheckFormat } from '../../../server/src/cli/formats.ts';
import { notesBeside } from '../../../server/src/cli/reporters/check-reporters.ts';
import { printed, someFinding, someReport } from '../../support/reports.ts';
import { elementsOf, junitErrors, parseXml, sarifErrors } from '../../support/schemas.ts';
import { workflowCommands } from '../../support/workflow-commands.ts';

/** One finding for each severity named, in that order. */
function findings(...severities: readonly Severity[]): readonly ReportedFinding[] {
  return severities.map((severity, at) =>
    someFinding({
      finding: {
        severity,
        message: `${severity} ${at}`,
        evidence: [{ label: 'production', value: 'on', since: null }],
      },
      place: { file: `src/${at % 500}.ts`, line: at + 1, endLine: at + 1 },
      fingerprint: at.toString(16).padStart(32, '0'),
    }),
  );
}

const repeated = (count: number, severity: Severity): readonly Severity[] =>
  Array.from({ length: count }, () => severity);

describe('--max-findings: the most severe ones, the rest is counted and said', () => {
  const report = someReport(findings('info', 'error', 'warning', 'error', 'hint', 'warning'), { maxFindings: 3 });
  const sentence = '3 findings are left out (1 warning, 1 info, 1 hint): --max-findings 3';
  const shown = ['error 1', 'warning 2', 'error 3'];

  const read: { readonly [format in CheckFormat]: (text: string) => readonly (string | undefined)[] } = {
    text: (text) => [...text.matchAll(/(?:error|warning|info|hint) \d/g)].map(([match]) => match),
    json: (text) => JSON.parse(text).findings.map(({ message }: { message: string }) => message),
    sarif: (text) =>
      JSON.parse(text).runs[0].results.map(({ message }: { message: { text: string } }) => message.text.split('\n')[0]),
    github: (text) =>
      workflowCommands(text)
        .slice(0, -1)
        .map(({ data }) => data.split('\n')[0]),
    gitlab: (text) =>
      JSON.parse(text)
        .slice(1)
        .map(({ description }: { description: string }) => description),
    junit: (text) =>
      elementsOf(parseXml(text), 'failure')
        .slice(1)
        .map(({ attributes }) => attributes['message']),
    checkstyle: (text) =>
      elementsOf(parseXml(text), 'error')
        .slice(1)
        .map(({ attributes }) => attributes['message']?.split('\n')[0]),
    markdown: (text) => [...text.matchAll(/(?:error|warning|info|hint) \d/g)].map(([match]) => match),
  };

  test.each(checkFormats)('%s', (format) => {
    const text = printed(report, format);
    const lines = read[format](text);
    // These two repeat severity and number in their totals.
    expect(format === 'text' || format === 'markdown' ? lines.filter((line) => shown.includes(line!)) : lines).toEqual(
      shown,
    );
    expect(notesBeside(report, format)).toContain(sentence);
    if (format !== 'json') expect(text.replaceAll('\\-', '-')).toContain(sentence);
  });

  test('JSON counts all, and what is left out beside it', () => {
    expect(JSON.parse(printed(report, 'json')).summary).toMatchObject({
      findings: 6,
      error: 2,
      warning: 2,
      info: 1,
      hint: 1,
      leftOut: { findings: 3, error: 0, warning: 1, info: 1, hint: 1, why: '--max-findings 3' },
    });
  });

  test('the summaries for people count all', () => {
    expect(printed(report, 'text')).toContain('6 findings in 6 files: 2 errors, 2 warnings, 1 info, 1 hint');
    expect(printed(report, 'markdown')).toContain('### Sluice: 6 findings (2 error, 2 warning, 1 info, 1 hint)');
    expect(printed(report, 'github')).toContain('Sluice: 6 findings in 1 file; ');
  });

  test('where there is room for all, nothing is said', () => {
    const whole = someReport(report.findings, { maxFindings: 6 });
    expect(printed(whole, 'text')).not.toContain('left out');
    expect(notesBeside(whole, 'text')).toEqual([]);
  });

  test('JUnit keeps to its schema', () => expect(junitErrors(printed(report, 'junit'))).toEqual([]));
});

describe('GitHub shows ten annotations of a kind', () => {
  const report = someReport(
    findings(...repeated(12, 'error'), ...repeated(10, 'warning'), ...repeated(6, 'hint'), ...repeated(5, 'info')),
  );
  const text = printed(report, 'github');
  const commands = workflowCommands(text);
  const count = (kind: string): number => commands.filter(({ name }) => name === kind).length;

  test('no more are written, and the last notice says what the log has beside', () => {
    expect([count('error'), count('warning'), count('notice')]).toEqual([10, 10, 10]);
    expect(commands.at(-1)).toEqual({
      name: 'notice',
      properties: { title: 'Sluice' },
      data: '4 more findings (2 errors, 2 hints): GitHub shows 10 of a kind, the log of this step has all.',
    });
  });

  test('the others are lines of the log', () => {
    const lines = text.split('\n').filter((line) => /^(?:error|hint): /.test(line));
    expect(lines[0]).toBe('error: src/10.ts:11:35: error 10 (stale-switch)');
    expect(lines).toHaveLength(4);
  });

  test('all fit: nothing is said', () => {
    const few = workflowCommands(printed(someReport(findings(...repeated(10, 'error'))), 'github'));
    expect(few.map(({ name }) => name)).toEqual(repeated(10, 'error'));
  });
});

describe('Markdown fits a comment of 65,536 characters', () => {
  const report = someReport(findings(...repeated(3_000, 'warning'), 'error'));
  const text = printed(report, 'markdown');
  const table = marked.lexer(text).find((token): token is Tokens.Table => token.type === 'table');

  test('whole rows, the most severe ones among them, and how many are left', () => {
    expect(text.length).toBeLessThanOrEqual(65_536);
    const rows = table?.rows ?? [];
    expect(rows.length).toBeGreaterThan(500);
    expect(rows.every((row) => row.length === 3)).toBe(true);
    expect(rows.at(-1)?.[1]?.text).toBe('error');
    expect(text).toContain(`… and ${3_001 - rows.length} more, for which a comment has no room`);
    expect(text).toContain('### Sluice: 3001 findings (1 error, 3000 warning)');
  });
});

describe('SARIF within what code scanning takes', () => {
  const log = JSON.parse(printed(someReport(findings('error')), 'sarif'));
  const { rules } = log.runs[0].tool.driver;

  test('tags and severity of rules', () => {
    expect(log.runs).toHaveLength(1);
    for (const { id, properties } of rules) {
      expect([id, properties.tags.length <= 10, properties.tags[0]]).toEqual([id, true, 'feature-flags']);
      expect(['error', 'warning', 'recommendation']).toContain(properties['problem.severity']);
    }
  });

  test('1,000 locations of a result; what is more is counted', () => {
    const related = Array.from({ length: 1_500 }, (_, at) => ({
      file: `src/${at}.ts`,
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 2,
    }));
    const text = printed(someReport([someFinding({ related })]), 'sarif');
    const [{ locations, relatedLocations, message }] = JSON.parse(text).runs[0].results;
    expect(locations.length + relatedLocations.length).toBe(1_000);
    expect(message.text).toContain('and 501 more related places');
    expect(sarifErrors(text)).toEqual([]);
  });
});

describe('25,001 findings', () => {
  const report = someReport(findings(...repeated(25_000, 'warning'), 'error'));
  const counts: { readonly [format in CheckFormat]: (text: string, all: CheckReport) => number } = {
    text: (text) => text.match(/ {2}stale-switch$/gm)?.length ?? 0,
    json: (text) => JSON.parse(text).findings.length,
    sarif: (text) => JSON.parse(text).runs[0].results.length,
    // Nine of the ten notices are free, but there are only errors and warnings here.
    github: (text) => text.match(/\(stale-switch\)$|title=Sluice%3A stale-switch/gm)?.length ?? 0,
    gitlab: (text) => new Set(JSON.parse(text).map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size,
    junit: (text) => text.match(/<failure /g)?.length ?? 0,
    checkstyle: (text) => text.match(/<error /g)?.length ?? 0,
    markdown: (text) => (text.match(/^\| `/gm)?.length ?? 0) + Number(/and (\d+) more/.exec(text)?.[1] ?? 0),
  };

  test.each(checkFormats)('%s: every one is there or counted, in seconds', (format) => {
    const startedAt = performance.now();
    const text = printed(report, format);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(counts[format](text, report)).toBe(format === 'sarif' ? 25_000 : 25_001);
  });

  test('SARIF keeps the most severe and says so, in the log and beside it', () => {
    const text = printed(report, 'sarif');
    const [run] = JSON.parse(text).runs;
    const said = '1 finding is left out (1 warning): GitHub takes no more than 25,000 results in SARIF';
    expect(run.results.at(-1).level).toBe('error');
    expect(run.invocations[0].toolExecutionNotifications).toEqual([
      { level: 'warning', descriptor: { id: 'left-out' }, message: { text: `${said}.` } },
    ]);
    expect(notesBeside(report, 'sarif')).toEqual([said]);
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
  });
});
