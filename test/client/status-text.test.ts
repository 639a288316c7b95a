import { describe, expect, test } from 'vitest';
import { age, statusText, type StatusInput } from '../../client/src/status-text.ts';
import type { StateStatus } from '../../server/src/protocol.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

const live: StateStatus = {
  kind: 'live',
  controlPlane: 'sluice at http://127.0.0.1:4650',
  origin: 'http://127.0.0.1:4650',
  readAt: '2026-11-23T11:55:00Z',
  complete: true,
  flagCount: 12,
  problem: null,
  problemKind: null,
};

function show(input: Partial<StatusInput>): ReturnType<typeof statusText> {
  return statusText({ status: live, server: 'running', trusted: true, awaitingConsent: null, now: NOW, ...input });
}

describe('statusText', () => {
  test.each<[string, Partial<StatusInput>, string, string]>([
    ['live', {}, '$(pulse) Sluice: live', 'normal'],
    ['polled', { status: { ...live, kind: 'polled' } }, '$(sync) Sluice: 5 min ago', 'normal'],
    ['incomplete', { status: { ...live, complete: false } }, '$(warning) Sluice: incomplete', 'warning'],
    ['cached', { status: { ...live, kind: 'cached' } }, '$(history) Sluice: cached, 5 min ago', 'warning'],
    ['a file', { status: { ...live, kind: 'file' } }, '$(file-code) Sluice: from a file', 'normal'],
    ['none', { status: { ...live, kind: 'none', problem: 'It timed out.' } }, '$(warning) Sluice: no state', 'warning'],
    ['not read yet', { status: { ...live, kind: 'none' } }, '$(loading~spin) Sluice: reading', 'normal'],
    ['off', { status: { ...live, kind: 'off' } }, '$(circle-slash) Sluice: no control plane', 'normal'],
    ['no token', { status: { ...live, kind: 'none', problemKind: 'auth' } }, '$(key) Sluice: sign in', 'warning'],
    ['untrusted', { trusted: false }, '$(shield) Sluice: restricted', 'normal'],
    ['no consent', { awaitingConsent: 'https://flags.shop.example' }, '$(plug) Sluice: not connected', 'warning'],
    ['starting', { status: null, server: 'starting' }, '$(loading~spin) Sluice: starting', 'normal'],
    ['stopped', { status: null, server: 'stopped' }, '$(error) Sluice: stopped', 'error'],
  ])('%s', (_, input, text, tone) => {
    expect(show(input)).toMatchObject({ text, tone });
  });

  test('a cached state is never called live, whatever else is true', () => {
    const cached = show({ status: { ...live, kind: 'cached', problem: 'The control plane does not answer.' } });
    expect(`${cached.text} ${cached.tooltip} ${cached.label}`).not.toMatch(/live/i);
    expect(cached.tooltip).toContain('The control plane does not answer.');
  });

  test('text of a control plane cannot hide anything in the tooltip', () => {
    const status = { ...live, controlPlane: 'shop\u202e', problem: 'no\nanswer' };
    expect(show({ status }).tooltip).toContain('shop<U+202E>');
    expect(show({ status }).tooltip).toContain('no<U+000A>answer');
  });

  test('says how many flags there are, and when it is not all', () => {
    expect(show({}).tooltip).toContain('12 flags\n');
    expect(show({ status: { ...live, flagCount: 1, complete: false } }).tooltip).toContain('1 flag, not all');
  });
});

test.each([
  ['2026-11-23T11:59:30Z', 'just now'],
  ['2026-11-23T12:10:00Z', 'just now'],
  ['2026-11-23T11:59:00Z', '1 min ago'],
  ['2026-11-23T09:30:00Z', '2 h ago'],
  ['2026-11-20T12:00:00Z', '3 d ago'],
  [null, 'at an unknown time'],
  ['yesterday', 'at an unknown time'],
])('age of %s is %s', (readAt, text) => {
  expect(age(readAt, NOW)).toBe(text);
});
