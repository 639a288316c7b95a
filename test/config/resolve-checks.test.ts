/** What a check says of itself + configuration = how it is set. */
import { describe, expect, it } from 'vitest';
import { resolveChecks } from '../../server/src/config/resolve-checks.ts';
import type { Config } from '../../server/src/config/schema.ts';
import type { CheckSetting } from '../../server/src/core/checks/settings.ts';

const day = 86_400_000;
const known = [
  { id: 'stuck-valve', severity: 'warning', inTests: false },
  { id: 'unknown-flag', severity: 'error', inTests: true },
  { id: 'missing-owner', severity: 'info', inTests: false, recommended: false },
] as const;

/** `stuck-valve warning`, and what is not as the check has it. */
function shown(settings: { readonly [id: string]: CheckSetting }): readonly string[] {
  return Object.entries(settings).map(([id, { severity, inTests, options, ...more }]) => {
    const standard = known.find((meta) => meta.id === id);
    const rest = {
      ...(inTests === standard?.inTests ? {} : { inTests }),
      ...(JSON.stringify(options) === '{"after":{}}' ? {} : options),
      ...more,
    };
    return `${id} ${severity} ${JSON.stringify(rest)}`;
  });
}

const base = (config: Pick<Config, 'preset' | 'checks' | 'overrides'>) => shown(resolveChecks(config, known).base);

describe('without overrides', () => {
  it.each<[string, Pick<Config, 'preset' | 'checks'>, readonly string[]]>([
    ['nothing', {}, ['stuck-valve warning {}', 'unknown-flag error {}', 'missing-owner off {}']],
    ['all', { preset: 'all' }, ['stuck-valve warning {}', 'unknown-flag error {}', 'missing-owner info {}']],
    ['none', { preset: 'none' }, ['stuck-valve off {}', 'unknown-flag off {}', 'missing-owner off {}']],
    [
      'named with options: on with its own severity',
      { preset: 'none', checks: { 'missing-owner': {}, 'unknown-flag': { inTests: false } } },
      ['stuck-valve off {}', 'unknown-flag error {"inTests":false}', 'missing-owner info {}'],
    ],
    [
      'named with a severity',
      { checks: { 'unknown-flag': 'off', 'missing-owner': { severity: 'hint' }, 'stuck-valve': 'error' } },
      ['stuck-valve error {}', 'unknown-flag off {}', 'missing-owner hint {}'],
    ],
  ])('%s', (_, config, expected) => expect(base(config)).toEqual(expected));

  it('options are as the check takes them', () => {
    const { base } = resolveChecks(
      {
        checks: {
          'stuck-valve': {
            after: { release: '36h', permission: null, 'kill-switch': '52w' },
            environments: { staging: 'hint' },
            purposes: { ops: 'off' },
            pattern: '^x',
            lag: '5m',
            inTests: true,
          },
        },
      },
      known,
    );
    expect(base['stuck-valve']).toEqual({
      severity: 'warning',
      inTests: true,
      options: {
        after: { release: 1.5 * day, permission: null, 'kill-switch': 364 * day },
        pattern: '^x',
        lag: 300_000,
      },
      environments: { staging: 'hint' },
      purposes: { ops: 'off' },
    });
  });
});

describe('overrides', () => {
  const config: Pick<Config, 'checks' | 'overrides'> = {
    checks: {
      'stuck-valve': { after: { release: '7d', ops: '30d' }, environments: { production: 'error' } },
      'unknown-flag': 'warning',
    },
    overrides: [
      { files: ['legacy/**', '*.stories.tsx'], checks: { 'unknown-flag': 'hint', 'missing-owner': { inTests: true } } },
      {
        files: ['legacy/old'],
        checks: { 'stuck-valve': { after: { release: null } }, 'unknown-flag': { inTests: false } },
      },
      { files: ['legacy/old/dead.ts'], checks: { 'stuck-valve': 'off' } },
    ],
  };
  const resolved = resolveChecks(config, known);
  const plain = `stuck-valve warning {"after":{"release":${7 * day},"ops":${30 * day}},"environments":{"production":"error"}}`;
  const forever = `stuck-valve warning {"after":{"release":null,"ops":${30 * day}},"environments":{"production":"error"}}`;

  it.each([
    ['src/cart.ts', [plain, 'unknown-flag warning {}', 'missing-owner off {}']],
    ['legacy/cart.ts', [plain, 'unknown-flag hint {}', 'missing-owner info {"inTests":true}']],
    ['src/deep/cart.stories.tsx', [plain, 'unknown-flag hint {}', 'missing-owner info {"inTests":true}']],
    ['legacy/old/cart.ts', [forever, 'unknown-flag hint {"inTests":false}', 'missing-owner info {"inTests":true}']],
    // A bare severity is the last word, in every environment.
    [
      'legacy/old/dead.ts',
      [
        `stuck-valve off {"after":{"release":null,"ops":${30 * day}}}`,
        'unknown-flag hint {"inTests":false}',
        'missing-owner info {"inTests":true}',
      ],
    ],
    ['not-legacy/cart.ts', [plain, 'unknown-flag warning {}', 'missing-owner off {}']],
  ])('%s', (path, expected) => expect(shown(resolved.of(path))).toEqual(expected));

  it('do not turn on what is off by name', () => {
    const overrides = [{ files: ['*.ts'], checks: { 'unknown-flag': { inTests: true } } }];
    const off = resolveChecks({ checks: { 'unknown-flag': 'off' }, overrides }, known).of('a.ts');
    expect(off['unknown-flag']?.severity).toBe('off');
  });

  it('give files with the same settings the same object', () => {
    expect(resolved.of('legacy/a.ts')).toBe(resolved.of('legacy/b.ts'));
    expect(resolved.of('src/a.ts')).toEqual(resolved.base);
  });
});
