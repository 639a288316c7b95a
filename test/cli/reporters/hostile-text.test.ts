import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../../server/src/cli/check/check-report.ts';
import { checkFormats } from '../../../server/src/cli/formats.ts';
import { formatReport } from '../../../server/src/cli/reporters/check-reporters.ts';
import { styleFor } from '../../../server/src/cli/terminal/style.ts';
import { attacks } from '../../support/hostile-text.ts';
import { printed, someFinding, someReport, someState } from '../../support/reports.ts';
import { elementsOf, junitErrors, parseXml, sarifErrors } from '../../support/schemas.ts';
import { workflowCommands } from '../../support/workflow-commands.ts';

/** A report with the text wherever somebody else has a say, and a harmless second finding. */
function attacked(text: string, parts: Partial<CheckReport> = {}): CheckReport {
  const hostile = someFinding({
    finding: {
      message: `There is no flag "${text}".`,
      flagKey: text,
      evidence: [{ label: text, value: text, since: null }],
      suggestions: [text],
      severity: 'error',
      check: 'unknown-flag',
    },
    place: { file: `src/${text}.ts` },
    sourceLine: text,
    related: [{ file: `${text}.ts`, line: 1, column: 1, endLine: 1, endColumn: 2 }],
    fixes: [
      { title: text, edits: [{ place: { file: '', line: 6, column: 1, endLine: 6, endColumn: 2 }, newText: text }] },
    ],
    controlPlane: text,
    fingerprint: 'f'.repeat(32),
  });
  return someReport([hostile, someFinding()], {
    state: { ...someState, controlPlane: text, problem: text },
    assumptions: [text],
    summary: {
      files: 1,
      parsed: 1,
      skipped: { binary: 0, minified: 0, oversized: 0, unreadable: 0 },
      problems: [{ uri: `file:///shop/${encodeURIComponent(text.toWellFormed())}.ts`, message: text }],
    },
    baseline: { file: text, known: 1, new: 1, leftOut: 0, gone: 1, notTold: 0, isPruned: false },
    outcome: { kind: 'findings', isStateRequired: false, reason: text },
    ...parts,
  });
}

/** What no terminal must get: controls but the line break, and what turns text around. */
// oxlint-disable-next-line no-control-regex
const dangerous = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const each = attacks.map(({ title, text }) => [title, text] as const);

describe.each(checkFormats)('%s', (format) => {
  test.each(each)('hijacks no terminal and drops nothing: %s', (_title, text) => {
    const output = printed(attacked(text), format);
    expect(dangerous.exec(output)).toBeNull();
    expect(output.isWellFormed()).toBe(true);
    expect(output).toContain('owned');
  });

  test.each(each)('is no command to a build service: %s', (_title, text) => {
    const output = printed(attacked(text), format);
    const commands = workflowCommands(output).map(({ name }) => name);
    expect(commands).toEqual(format === 'github' ? ['warning', 'error', 'warning'] : []);
    expect(output).not.toMatch(/##[a-z]*\[/i);
  });
});

test.each(each)('text with colors: all escapes are our own: %s', (_title, text) => {
  const output = formatReport(attacked(text), 'text', styleFor(true));
  // oxlint-disable-next-line no-control-regex
  const own = output.replaceAll(/\u001b\[\d{1,2}m/g, '');
  expect(own).not.toBe(output);
  expect(dangerous.exec(own)).toBeNull();
});

test.each(each)('text: as many lines as with harmless text: %s', (_title, text) => {
  const lines = (report: CheckReport): number => printed(report, 'text').split('\n').length;
  expect(lines(attacked(text))).toBe(lines(attacked('owned')));
});

test.each(each)('JSON: nothing forged, every character kept: %s', (_title, text) => {
  const report = JSON.parse(printed(attacked(text), 'json'));
  expect(report.findings).toHaveLength(2);
  expect(report.findings[0]).toMatchObject({
    check: 'unknown-flag',
    key: text,
    suggestions: [text],
    file: `src/${text}.ts`,
    evidence: [{ label: text, value: text }],
  });
  expect([report.outcome, report.outcomeReason]).toEqual(['findings', text]);
});

test.each(each)('SARIF: valid, nothing forged: %s', (_title, text) => {
  const output = printed(attacked(text), 'sarif');
  expect(sarifErrors(output)).toEqual([]);
  const [{ results, invocations }] = JSON.parse(output).runs;
  expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['unknown-flag', 'stale-switch']);
  const [{ message, locations, properties }] = results;
  expect(message.text.split('\n')).toHaveLength(2);
  // `[text](target)` is a link in a message of SARIF, unless the bracket is escaped.
  expect(message.text).not.toMatch(/(?<!\\)\]\(/);
  expect(decodeURIComponent(locations[0].physicalLocation.artifactLocation.uri)).toBe(`src/${text.toWellFormed()}.ts`);
  expect(properties.flagKey).toBe(text);
  expect(invocations[0].toolExecutionNotifications).toHaveLength(2);
});

test.each(each)('GitHub: annotations at the right place, nothing forged: %s', (_title, text) => {
  const [state, finding, other] = workflowCommands(printed(attacked(text), 'github'));
  expect(state?.properties).toEqual({ title: 'Sluice: state-unavailable' });
  expect(finding?.properties).toEqual({
    file: expect.stringMatching(/^src\/.*own/),
    line: '6',
    endLine: '6',
    col: '35',
    endColumn: '49',
    title: 'Sluice: unknown-flag',
  });
  expect(finding?.data.split('\n')).toHaveLength(2);
  expect(other?.properties['file']).toBe('src/checkout.ts');
});

test.each(each)('GitLab: nothing forged: %s', (_title, text) => {
  const issues = JSON.parse(printed(attacked(text), 'gitlab'));
  expect(issues.map(({ check_name: name }: { check_name: string }) => name)).toEqual(['unknown-flag', 'stale-switch']);
  expect(issues[0].location.path).toBe(`src/${text}.ts`);
  expect(issues[0].description).not.toContain('\n');
});

/** What XML gives back: what it cannot hold is written out. */
function throughXml(text: string): string {
  return text.replace(
    /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

test.each(each)('JUnit: valid, nothing forged: %s', (_title, text) => {
  const output = printed(attacked(text), 'junit');
  expect(junitErrors(output)).toEqual([]);
  const root = parseXml(output);
  expect(root.attributes).toEqual({ name: 'sluice', tests: '3', failures: '2', errors: '0' });
  expect(elementsOf(root, 'testcase').map(({ attributes }) => attributes)).toEqual([
    { name: 'state of the flags', classname: 'sluice' },
    { name: 'unknown-flag at 6:35', classname: throughXml(`src/${text}.ts`) },
    { name: 'stale-switch at 6:35', classname: 'src/checkout.ts' },
  ]);
  expect(elementsOf(root, 'failure')[0]?.text.split('\n')).toHaveLength(2);
});

test.each(each)('Checkstyle: well-formed, nothing forged: %s', (_title, text) => {
  const root = parseXml(printed(attacked(text), 'checkstyle'));
  expect(elementsOf(root, 'file').map(({ attributes }) => attributes['name'])).toEqual([
    'sluice.config.json',
    throughXml(`src/${text}.ts`),
    'src/checkout.ts',
  ]);
  expect(elementsOf(root, 'error').map(({ attributes: { source, severity } }) => [source, severity])).toEqual([
    ['sluice.state-unavailable', 'info'],
    ['sluice.unknown-flag', 'error'],
    ['sluice.stale-switch', 'warning'],
  ]);
});

describe('Markdown', () => {
  const tokensOf = (text: string): Token[] => {
    const all: Token[] = [];
    marked.walkTokens(marked.lexer(text, { gfm: true }), (token) => void all.push(token));
    return all;
  };
  const kinds = (tokens: readonly Token[]): readonly string[] => [...new Set(tokens.map(({ type }) => type))].sort();

  test.each(each)('one table, no link, image, HTML or mention: %s', (_title, text) => {
    const tokens = tokensOf(printed(attacked(text), 'markdown'));
    const tables = tokens.filter((token): token is Tokens.Table => token.type === 'table');
    expect(tables.map(({ rows }) => rows.map((row) => row.length))).toEqual([[3, 3]]);
    expect(tokens.filter(({ type }) => type === 'heading')).toHaveLength(1);
    const allowed = ['br', 'codespan', 'escape', 'heading', 'html', 'paragraph', 'space', 'strong', 'table', 'text'];
    expect(kinds(tokens).filter((kind) => !allowed.includes(kind))).toEqual([]);
    for (const { raw } of tokens.filter(({ type }) => type === 'html')) expect(raw).toBe('<br>');
    expect(tokens.filter(({ type }) => type === 'strong')).toHaveLength(1);
    expect(tellsSomebody(tokens)).toEqual([]);
  });

  test('this test would see a link, a mention and a second table', () => {
    const text = '| a |\n| - |\n| www.evil.example @octocat #12 |\n\n| b |\n| - |\n| c |\n';
    const tokens = tokensOf(text);
    expect(kinds(tokens)).toContain('link');
    expect(tokens.filter(({ type }) => type === 'table')).toHaveLength(2);
    expect(tellsSomebody(tokens)).toEqual(['@octocat', '#12']);
  });
});

/** Mentions and references as GitHub looks for them: in the text that is left when Markdown is done, but not in code. */
function tellsSomebody(tokens: readonly Token[]): readonly string[] {
  const paragraphs = tokens.filter(({ type }) => ['paragraph', 'table', 'heading'].includes(type));
  return paragraphs.flatMap((paragraph) => {
    const html = marked.parser([paragraph as Tokens.Generic]) as string;
    const text = html
      .replaceAll(/<code>.*?<\/code>/gs, ' ')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&#8203;', '\u200b')
      .replaceAll(/&#?\w+;/g, ' ');
    return [...text.matchAll(/@[a-z\d][\w/-]*|#\d+|\bGH-\d+|:[a-z]+:/gi)].map(([match]) => match);
  });
}
