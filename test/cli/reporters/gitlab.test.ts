import { expect, test } from 'vitest';
import type { Severity } from '../../../server/src/core/model.ts';
import { notesBeside } from '../../../server/src/cli/reporters/check-reporters.ts';
import { printed, someFinding, someReport } from '../../support/reports.ts';

/** What GitLab reads, and what values it takes. */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

test('what GitLab requires is in every issue', () => {
  const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];
  const findings = severities.map((severity, at) =>
    someFinding({ finding: { severity }, fingerprint: String(at).repeat(32) }),
  );
  const outcome = { kind: 'state-unavailable', isStateRequired: true, reason: 'Nobody answers.' } as const;
  const issues: readonly Issue[] = JSON.parse(printed(someReport(findings, { maxFindings: 3, outcome }), 'gitlab'));
  for (const issue of issues) {
    expect(issue).toEqual({
      description: expect.stringMatching(/./),
      check_name: expect.stringMatching(/^[a-z-]+$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/),
      location: {
        path: expect.stringMatching(/^(?!\.?\/)./),
        lines: { begin: expect.any(Number), end: expect.any(Number) },
      },
    });
  }
  expect(issues.map(({ severity }) => severity)).toEqual(['blocker', 'info', 'major', 'minor', 'info']);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
});

test('the state has no place in it, so it is said beside it', () => {
  expect(printed(someReport([]), 'gitlab')).toBe('[]\n');
  expect(notesBeside(someReport([]), 'gitlab')).toEqual([
    'state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 2 flags, complete',
  ]);
});
