import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkIds, checkMetas, checks, workspaceChecks } from '../../../server/src/core/checks/registry.ts';
import { checkCode } from '../../support/check-code.ts';
import { shopSnapshot } from '../../support/snapshots.ts';
import { checkWorkspace, type CheckWorkspaceOptions } from '../../support/check-workspace.ts';
import { checkCases, workspaceCheckCases, type CheckCase } from './cases.ts';

describe.each(checks.map((check) => check.meta))('$id', ({ id, needsState, inTests, severity, recommended }) => {
  const testCase = checkCases[id];
  if (testCase === undefined) throw new Error(`cases.ts has no case for ${id}`);
  const { bad, good, options, whenIncomplete, withoutState }: CheckCase = testCase;
  const idsIn = (code: string, more: object = {}): string[] =>
    checkCode(code, { ...options, ...more }).findings.map((finding) => finding.check);

  it('reports the bad code once, with the severity of its meta', () => {
    const { findings } = checkCode(bad, options);
    expect(findings.map((finding) => [finding.check, finding.severity])).toEqual([[id, severity]]);
  });

  it('does not report the good code', () => {
    expect(idsIn(good)).toEqual([]);
  });

  it('is silenced by a comment with a reason', () => {
    const { findings, suppressed } = checkCode(
      `// sluice-ignore-next-line ${id} -- agreed with the shop\n${bad}`,
      options,
    );
    expect(findings).toEqual([]);
    expect(suppressed.map(({ finding }) => finding.check)).toEqual([id]);
  });

  const incomplete = {
    ...(options.snapshot ?? shopSnapshot()),
    complete: false,
    incompleteReason: 'page 2 did not come',
  };

  it('needs all of the state, or none', () => {
    expect(idsIn(bad, { snapshot: incomplete })).toEqual(needsState ? [] : [id]);
  });

  it(`of a control plane that never says which flags there are: ${whenIncomplete}`, () => {
    const { tells = [], ...controlPlane } = incomplete.controlPlane;
    const snapshot = {
      ...incomplete,
      controlPlane: { ...controlPlane, tells: tells.filter((told) => told !== 'all') },
    };
    expect(idsIn(bad, { snapshot })).toEqual(whenIncomplete === 'finding' ? [id] : []);
  });

  it(`without a snapshot: ${withoutState}`, () => {
    expect(idsIn(bad, { snapshot: null })).toEqual(withoutState === 'finding' ? [id] : []);
    expect(withoutState === 'finding').toBe(!needsState);
  });

  it('is silent when turned off', () => {
    expect(idsIn(bad, { settings: { ...options.settings, [id]: { severity: 'off' } } })).toEqual([]);
  });

  it(recommended === false ? 'is off unless named' : 'is on without being named', () => {
    const { [id]: own, ...others } = options.settings ?? {};
    if (recommended === false) expect(idsIn(bad, { settings: others })).toEqual([]);
    else if (own === undefined) expect(idsIn(bad, { settings: others })).toEqual([id]);
  });

  it(`in tests: ${inTests ? 'reports' : 'silent unless told otherwise'}`, () => {
    const callSite = { ...options.callSite, inTest: true };
    expect(idsIn(bad, { callSite })).toEqual(inTests ? [id] : []);
    expect(
      idsIn(bad, { callSite, settings: { ...options.settings, [id]: { ...options.settings?.[id], inTests: true } } }),
    ).toEqual([id]);
  });
});

describe.each(workspaceChecks.map((check) => check.meta))('$id', ({ id, severity, recommended }) => {
  const testCase = workspaceCheckCases[id];
  if (testCase === undefined) throw new Error(`cases.ts has no workspace case for ${id}`);
  const { bad, good, whenNotWhole } = testCase;
  const found = (options: CheckWorkspaceOptions, more: CheckWorkspaceOptions = {}): readonly string[] =>
    checkWorkspace({ ...options, ...more }).map((finding) => `${finding.check} ${finding.severity}`);

  it('reports what is bad once, with the severity of its meta', () => {
    expect(found(bad)).toEqual([`${id} ${severity}`]);
  });

  it('does not report what is good', () => {
    expect(found({ settings: bad.settings ?? {}, ...good })).toEqual([]);
  });

  it('is silent when turned off', () => {
    expect(found(bad, { settings: { ...bad.settings, [id]: { severity: 'off' } } })).toEqual([]);
  });

  it('is silent without a complete snapshot', () => {
    expect(found(bad, { snapshot: null })).toEqual([]);
    expect(found(bad, { snapshot: { ...(bad.snapshot ?? shopSnapshot()), complete: false } })).toEqual([]);
  });

  it(`where not all code has been read: ${whenNotWhole}`, () => {
    const workspace = { ...bad.workspace, isWhole: false };
    expect(found(bad, { workspace })).toEqual(whenNotWhole === 'finding' ? [`${id} ${severity}`] : []);
  });

  it(recommended === false ? 'is off unless named' : 'is on without being named', () => {
    const { [id]: own, ...settings } = bad.settings ?? {};
    if (recommended === false) expect(found(bad, { settings })).toEqual([]);
    else if (own === undefined) expect(found(bad, { settings })).toHaveLength(1);
  });
});

describe('the registry', () => {
  it('holds every check file of the folder', () => {
    const other = new Set([
      'allowance',
      'check',
      'explain',
      'registry',
      'run',
      'run-workspace',
      'settings',
      'suggest',
      'usages',
    ]);
    const files = readdirSync(new URL('../../../server/src/core/checks', import.meta.url)).map((file) =>
      file.replace('.ts', ''),
    );
    expect(files.filter((file) => !other.has(file))).toEqual([...checkIds].sort());
  });

  it('has a test file for every check', () => {
    const files = readdirSync(new URL('.', import.meta.url));
    const all = [...checks, ...workspaceChecks];
    expect(all.map((check) => `${check.meta.id}.test.ts`).filter((file) => !files.includes(file))).toEqual([]);
  });

  it('documents every check with what, why, examples and options', () => {
    for (const { id, title, description } of checkMetas) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect(title, id).toMatch(/^[A-Z].*[^.]$/);
      expect(description, id).toContain('```ts');
      expect(description, id).toContain('bad');
      expect(description, id).toContain('good');
      expect(description, id).toContain('\nOptions: `severity`');
    }
  });
});
