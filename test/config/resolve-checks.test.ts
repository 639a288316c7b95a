/** What a check says of itself + configuration = what it does. */
import { expect, it } from 'vitest';
import { parseConfigDocument } from '../../server/src/config/config-document.ts';
import { ConfigurationError } from '../../server/src/config/configuration-error.ts';
import { resolveChecks } from '../../server/src/config/resolve-checks.ts';

const day = 86_400_000;
const known = [
  { id: 'stuck-valve', severity: 'warning', inTests: false },
  { id: 'unknown-flag', severity: 'error', inTests: true },
  { id: 'missing-owner', severity: 'info', inTests: false },
] as const;

it('without configuration every check is as it says of itself', () => {
  expect([...resolveChecks(undefined, known)]).toEqual(
    known.map(({ id, severity, inTests }) => [id, { severity, inTests, options: { after: {} } }]),
  );
});

it('the configuration changes what it names, and nothing else', () => {
  const resolved = resolveChecks(
    {
      'stuck-valve': { after: { release: '36h', permission: null, 'kill-switch': '52w' }, inTests: true },
      'unknown-flag': 'off',
      'missing-owner': { severity: 'hint' },
    },
    known,
  );
  expect(Object.fromEntries(resolved)).toEqual({
    'stuck-valve': {
      severity: 'warning',
      inTests: true,
      options: { after: { release: 1.5 * day, permission: null, 'kill-switch': 364 * day } },
    },
    'unknown-flag': { severity: 'off', inTests: true, options: { after: {} } },
    'missing-owner': { severity: 'hint', inTests: false, options: { after: {} } },
  });
});

it.each([
  [
    'stuck-valves',
    '/shop/sluice.config.json:2:15 checks.stuck-valves: There is no check "stuck-valves". Did you mean "stuck-valve"?',
  ],
  [
    'spelling',
    '/shop/sluice.config.json:2:15 checks.spelling: There is no check "spelling". The checks are: missing-owner, stuck-valve, unknown-flag.',
  ],
])('a check that does not exist (%s) is an error with its place', (id, message) => {
  const document = parseConfigDocument('/shop/sluice.config.json', `{\n  "checks": { "${id}": "off" }\n}`);
  const resolve = (): unknown => resolveChecks({ [id]: 'off' as const }, known, document);
  expect(resolve).toThrow(ConfigurationError);
  expect(resolve).toThrow(message);
});

it('also where the configuration comes from no file', () => {
  expect(() => resolveChecks({ ['toString']: 'off' as const }, known)).toThrow(
    'checks.toString: There is no check "toString".',
  );
});
