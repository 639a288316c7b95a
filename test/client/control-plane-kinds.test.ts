import { expect, test } from 'vitest';
import { fieldValue, kindRows, questionsOf, settingOf, tokenText } from '../../client/src/control-plane-kinds.ts';
import { controlPlaneKinds } from '../../server/src/lsp/own-control-plane.ts';

const [embedded] = controlPlaneKinds;
const posthog = controlPlaneKinds.find(({ kind }) => kind === 'posthog')!;

test('each kind is a row with what it is, the embedded one first, and none is a file', () => {
  expect(kindRows(controlPlaneKinds).map(({ label, description }) => `${label} (${description})`)).toEqual([
    'Sluice (sluice)',
    'Unleash (unleash)',
    'LaunchDarkly (launchdarkly)',
    'flagd definition behind a URL (flagd-http)',
    'OFREP (ofrep)',
    'PostHog (posthog)',
  ]);
  for (const { detail } of kindRows(controlPlaneKinds)) expect(detail).toMatch(/^.{10,90}$/);
});

test('asks for the address, and for what has no default', () => {
  const asked = controlPlaneKinds.map((kind) => [kind.kind, ...questionsOf(kind).map(({ name }) => name)].join(' '));
  expect(asked).toEqual([
    'sluice url',
    'unleash url',
    'launchdarkly url project',
    'flagd-http url',
    'ofrep url',
    'posthog url project',
  ]);
});

test.each([
  ['url', ' http://127.0.0.1:4650 ', { ok: true, text: 'http://127.0.0.1:4650/' }],
  ['url', 'http://flags.example.com', { ok: false, message: expect.stringContaining('Use https.') }],
  ['project', ' 4711 ', { ok: true, text: '4711' }],
  ['project', ' ', { ok: false, message: 'Type the project.' }],
])('%s as typed: "%s"', (name, typed, expected) => {
  const field = posthog.fields.find((candidate) => candidate.name === name)!;
  expect(fieldValue(field, typed)).toEqual(expected);
});

test('what was not asked is not among the settings', () => {
  expect(settingOf(posthog, { url: 'https://eu.posthog.com/', project: '4711' })).toEqual({
    kind: 'posthog',
    url: 'https://eu.posthog.com/',
    project: '4711',
    environment: undefined,
  });
});

test('says which token it takes', () => {
  expect(tokenText(posthog)).toBe('Token of PostHog: a personal API key (phx_…) with the scope feature_flag:read');
  expect(tokenText({ ...embedded!, token: null })).toBeNull();
});
