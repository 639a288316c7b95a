import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import { daysAgo, now, serves, shopSnapshot, shopSwitch } from '../support/snapshots.ts';
import { openCode, type OpenCodeOptions } from './open-code.ts';

const options = { now, checkPage: (check: string) => `https://docs.test/${check}`, relatedInformation: true };

async function shown(code: string, settings: OpenCodeOptions = {}) {
  const { session, uri } = await openCode(code, settings);
  return diagnostics(session, uri, options);
}

test('shows a finding with its evidence, its code, a link and what the author may have meant', async () => {
  const [first, ...others] = await shown(`client.getBooleanValue('new-chekout', false)`);
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    range: { start: { line: 1, character: 23 }, end: { line: 1, character: 36 } },
    severity: DiagnosticSeverity.Error,
    source: 'sluice',
    code: 'unknown-flag',
    codeDescription: { href: 'https://docs.test/unknown-flag' },
    data: { check: 'unknown-flag', flagKey: 'new-chekout', suggestions: ['new-checkout'] },
  });
  expect(String(first?.message).split('\n').length).toBeGreaterThan(1);
});

test('says since when', async () => {
  const flags = [shopSwitch('new-checkout', { environments: { production: serves('on', { forDays: 205 }) } })];
  const [first] = await shown(`client.getBooleanValue('new-checkout', false)`, { snapshot: shopSnapshot({ flags }) });
  expect(first?.message).toContain('for 205 days');
});

test('marks an archived flag as deprecated, and nothing else', async () => {
  const flags = [shopSwitch('old-search', { archivedAt: daysAgo(30) }), shopSwitch('new-checkout')];
  const code = `client.getBooleanValue('old-search', false); client.getBooleanValue('new-chekout', false);`;
  const found = await shown(code, { snapshot: shopSnapshot({ flags }) });
  expect(found.map(({ code, tags }) => [code, tags])).toEqual([
    ['archived-flag', [DiagnosticTag.Deprecated]],
    ['unknown-flag', undefined],
  ]);
});

test('fades what can go', async () => {
  const code = `// sluice-ignore-line unknown-flag until 2026-01-01 -- long ago\nclient.getBooleanValue('new-chekout', false);`;
  expect((await shown(code)).map(({ code, tags }) => [code, tags])).toEqual([
    ['expired-suppression', [DiagnosticTag.Unnecessary]],
    ['unknown-flag', undefined],
  ]);
});

test('says of code that can go one sentence, and where the flag is read', async () => {
  const on = serves('on', { forDays: 205 });
  const flags = [shopSwitch('new-checkout', { environments: { production: on, staging: on } })];
  const code = `export async function f() {\n  if (await client.getBooleanValue('new-checkout', false)) return pay();\n  wait();\n}`;
  const found = await shown(code, { snapshot: shopSnapshot({ flags }) });
  const [stale, dead] = found;
  expect(found.map(({ code }) => code)).toEqual(['stale-switch', 'dead-flag-code']);
  expect(String(stale?.message).split('\n').length).toBeGreaterThan(3);
  expect(dead?.message).toMatch(/^Nothing reaches this code: .*\.$/);
  expect(dead?.relatedInformation?.map(({ message }) => message)).toEqual(['The flag is read here.']);
});

test('points to the constant that holds the key, where the client shows such things', async () => {
  const opened = await openCode(`const CHECKOUT = 'new-chekout';\nclient.getBooleanValue(CHECKOUT, false);`);
  const [first] = diagnostics(opened.session, opened.uri, options);
  expect(first?.range.start.line).toBe(2);
  expect(first?.relatedInformation?.map(({ location }) => location.range.start)).toEqual([{ line: 1, character: 17 }]);
  const [plain] = diagnostics(opened.session, opened.uri, { ...options, relatedInformation: false });
  expect(plain?.relatedInformation).toBeUndefined();
});

test('shows nothing that depends on state without it', async () => {
  expect(await shown(`client.getBooleanValue('new-chekout', false)`, { snapshot: null })).toEqual([]);
});

test('keeps control characters of others out of the message', async () => {
  const flags = [shopSwitch('new-checkout', { owner: 'eve\u001b[2J\u202e' })];
  const [first] = await shown(`client.getBooleanValue('new\u202e-checkout', false)`, {
    snapshot: shopSnapshot({ flags }),
  });
  // oxlint-disable-next-line no-control-regex -- these must not be there
  expect(first?.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});
