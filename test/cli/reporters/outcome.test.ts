import { describe, expect, test } from 'vitest';
import { exitCodeOf, outcomeOf, type OutcomeInput } from '../../../server/src/cli/check/outcome.ts';
import type { CheckReport } from '../../../server/src/cli/check/check-report.ts';
import { printed, someFinding, someReport, someState } from '../../support/reports.ts';
import { elementsOf, junitErrors, parseXml, sarifErrors } from '../../support/schemas.ts';
import { workflowCommands } from '../../support/workflow-commands.ts';

const reason = 'The control plane does not answer.';

test.each<{ input: OutcomeInput; kind: string; code: number }>([
  { input: { reason: null, isStateRequired: false, fails: false }, kind: 'clean', code: 0 },
  { input: { reason: null, isStateRequired: true, fails: false }, kind: 'clean', code: 0 },
  { input: { reason: null, isStateRequired: true, fails: true }, kind: 'findings', code: 1 },
  { input: { reason, isStateRequired: false, fails: false }, kind: 'state-unavailable', code: 0 },
  { input: { reason, isStateRequired: false, fails: true }, kind: 'findings', code: 1 },
  { input: { reason, isStateRequired: true, fails: false }, kind: 'state-unavailable', code: 2 },
  { input: { reason, isStateRequired: true, fails: true }, kind: 'state-unavailable', code: 2 },
])('$input: $kind, $code', ({ input, kind, code }) => {
  expect(outcomeOf(input)).toMatchObject({ kind, reason: input.reason });
  expect(exitCodeOf(outcomeOf(input))).toBe(code);
});

/** Of a run without its state. */
function lacking(isStateRequired: boolean): CheckReport {
  return someReport([someFinding({ finding: { severity: 'info' } })], {
    state: { ...someState, kind: 'none', readAt: null, complete: false, flagCount: 0, problem: reason },
    isStateGiven: false,
    outcome: outcomeOf({ reason, isStateRequired, fails: false }),
  });
}

describe.each([
  { title: 'required', report: lacking(true), isFailed: true },
  { title: 'not required', report: lacking(false), isFailed: false },
])('the state is $title and not there', ({ report, isFailed }) => {
  const sentence = isFailed
    ? `The state is required but not available, so this run has failed: ${reason}`
    : `The state is not available, so findings that need it may be missing: ${reason}`;

  test('JSON', () => {
    expect(JSON.parse(printed(report, 'json'))).toMatchObject({
      outcome: 'state-unavailable',
      outcomeReason: reason,
      isStateRequired: isFailed,
    });
  });

  test('SARIF', () => {
    const text = printed(report, 'sarif');
    const [{ invocations, properties }] = JSON.parse(text).runs;
    expect(invocations[0]).toMatchObject({
      executionSuccessful: !isFailed,
      exitCode: isFailed ? 2 : 0,
      toolExecutionNotifications: [{ level: isFailed ? 'error' : 'warning', descriptor: { id: 'state' } }],
    });
    expect(properties.outcome).toBe('state-unavailable');
    expect(sarifErrors(text)).toEqual([]);
  });

  test('GitHub', () => {
    const [first] = workflowCommands(printed(report, 'github'));
    expect(first).toEqual({
      name: isFailed ? 'error' : 'warning',
      properties: { title: 'Sluice: state-unavailable' },
      data: sentence,
    });
  });

  test('GitLab: an issue where the run has failed; else it is said on stderr', () => {
    const own = JSON.parse(printed(report, 'gitlab')).filter(
      ({ check_name: name }: { check_name: string }) => name === 'state-unavailable',
    );
    expect(own).toEqual(isFailed ? [expect.objectContaining({ description: sentence, severity: 'blocker' })] : []);
  });

  test('JUnit', () => {
    const text = printed(report, 'junit');
    const root = parseXml(text);
    expect(junitErrors(text)).toEqual([]);
    expect(root.attributes['errors']).toBe(isFailed ? '1' : '0');
    const [state] = elementsOf(root, 'testcase');
    expect(state?.children.map(({ name }) => name)).toEqual([isFailed ? 'error' : 'skipped']);
    expect([state?.children[0]?.text, state?.children[0]?.attributes['message']]).toContain(sentence);
  });

  test('Checkstyle', () => {
    const [first] = elementsOf(parseXml(printed(report, 'checkstyle')), 'error');
    expect(first?.attributes).toMatchObject({
      severity: isFailed ? 'error' : 'info',
      source: 'sluice.state-unavailable',
      message: sentence,
    });
  });

  test('Markdown', () => expect(printed(report, 'markdown')).toContain(`**${sentence}**`));

  test('text', () => {
    const text = printed(report, 'text');
    expect(text.includes(sentence)).toBe(isFailed);
    expect(text).toContain(`state: none: ${reason}`);
  });
});

test.each(['text', 'sarif', 'github', 'junit', 'checkstyle', 'markdown'] as const)(
  'how old the state is, and that it was pinned, stands in %s',
  (format) => {
    const text = printed(someReport([]), format);
    expect(text).toContain('file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 2 flags, complete');
  },
);

test('JSON has the time as a time', () => {
  expect(JSON.parse(printed(someReport([]), 'json'))).toMatchObject({
    isStatePinned: true,
    state: { kind: 'file', controlPlane: 'file flags.snapshot.json', readAt: '2026-11-23T12:00:00.000Z' },
  });
});
