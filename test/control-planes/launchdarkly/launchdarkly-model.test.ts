/** LaunchDarkly flags as ours, and those of an export. */
import { describe, expect, it } from 'vitest';
import type { Flag } from '../../../server/src/core/model.ts';
import { flagSchema } from '../../../server/src/control-planes/flag-schema.ts';
import { flagsFromLaunchDarkly } from '../../../server/src/control-planes/launchdarkly/launchdarkly-export.ts';
import {
  revisionOf,
  toFlag,
  type FlagContext,
} from '../../../server/src/control-planes/launchdarkly/launchdarkly-model.ts';
import { flag, json, off, on, rollout, rule } from './flags.ts';

const context: FlagContext = {
  environments: ['production'],
  judged: ['production'],
  statusOf: () => undefined,
  dashboard: { baseUrl: new URL('https://app.launchdarkly.com/'), project: 'shop' },
};
const seen = (config: object, parts: object = {}, more: Partial<FlagContext> = {}): Flag =>
  toFlag(flag(config, parts), { ...context, ...more });

describe('a flag', () => {
  it.each<[config: object, parts: object, keys: readonly string[] | null]>([
    [{ prerequisites: [{ key: 'checkout', variation: 0 }] }, {}, ['checkout']],
    [{ prerequisites: [{ variation: 0 }] }, {}, null],
    // An archived flag tells of no environment.
    [{}, { archived: true, environments: {} }, null],
  ])('with %j %j asks for %j', (config, parts, keys) => {
    expect(seen(config, parts).prerequisites).toEqual(keys);
  });

  it('is told completely', () => {
    const site = { href: '/shop/production/features/new-checkout', type: 'text/html' };
    const found = seen(
      { _site: site },
      { description: 'The new checkout', tags: ['checkout'], maintainerTeamKey: 'team-checkout' },
    );
    expect(found).toEqual({
      key: 'new-checkout',
      kind: 'valve',
      purpose: null,
      valueType: 'boolean',
      variants: [
        { name: 'true', value: true },
        { name: 'false', value: false },
      ],
      owner: 'team-checkout',
      description: 'The new checkout',
      tags: ['checkout'],
      createdAt: '2026-10-01T00:00:00.000Z',
      expiresAt: null,
      archivedAt: null,
      permanent: false,
      staleMark: null,
      prerequisites: [],
      url: 'https://app.launchdarkly.com/shop/production/features/new-checkout',
      revision: expect.stringMatching(/^[0-9a-f]{20}$/),
      environments: {
        production: {
          serving: on,
          constantSince: '2026-11-03T00:00:00.000Z',
          changedAt: '2026-11-03T00:00:00.000Z',
          changedBy: null,
          lastEvaluatedAt: null,
          scopes: [],
          observed: [],
        },
      },
    });
    expect(flagSchema.parse(found)).toEqual(found);
  });

  it('that divides the load or has rules is not constant', () => {
    for (const config of [rollout([25_000, 75_000]), { rules: [rule] }])
      expect(seen(config).environments['production']?.constantSince).toBeNull();
  });

  it.each<[string, object, object, Flag['kind']]>([
    ['temporary: a valve, open or not', {}, {}, 'valve'],
    ['permanent: a switch', {}, { temporary: false }, 'switch'],
    ['permanent and divided: a valve', rollout([25_000, 75_000]), { temporary: false }, 'valve'],
    [
      'with values of its own: variants',
      {},
      { kind: 'multivariate', variations: [{ value: 'a' }, { value: 'b' }] },
      'variant',
    ],
  ])('%s', (_, config, parts, kind) => {
    expect(seen(config, parts).kind).toBe(kind);
  });

  it.each<[string, object, string | null]>([
    [
      'a member',
      { maintainerId: '569f', _maintainer: { email: 'mia@shop.example', firstName: 'Mia' } },
      'mia@shop.example',
    ],
    ['a member without an address', { _maintainer: { firstName: 'Mia', lastName: 'Meyer' } }, 'Mia Meyer'],
    ['a member who is only a number', { maintainerId: '569f' }, '569f'],
    ['nobody', {}, null],
  ])('is owned by %s', (_, parts, owner) => {
    expect(seen({}, parts).owner).toBe(owner);
  });

  it.each<[string, object, Flag['purpose']]>([
    ['a tag', { tags: ['checkout', 'Release'] }, 'release'],
    [
      'a custom property',
      { customProperties: { purpose: { name: 'Purpose', value: ['Kill switch'] } }, tags: ['release'] },
      'kill-switch',
    ],
    ['a custom property under another key', { customProperties: { p1: { name: 'purpose', value: ['ops'] } } }, 'ops'],
    [
      'a custom property with words of their own',
      { customProperties: { purpose: { name: 'x', value: ['marketing'] } }, tags: ['release'] },
      null,
    ],
    ['tags that contradict each other', { tags: ['release', 'experiment'] }, null],
    ['tags that only sound alike', { tags: ['release-2026', 'constructor'] }, null],
  ])('has the purpose of %s', (_, parts, purpose) => {
    expect(seen({}, parts).purpose).toBe(purpose);
  });

  it.each<[string, { readonly [environment: string]: string }, object, string | null]>([
    ['launched everywhere', { production: 'launched', eu: 'launched' }, {}, 'launched in production, launched in eu'],
    [
      'unused in one, launched in the other',
      { production: 'inactive', eu: 'launched' },
      {},
      'inactive in production, launched in eu',
    ],
    ['in use in one of them', { production: 'launched', eu: 'active' }, {}, null],
    ['of which one is not known', { production: 'launched' }, {}, null],
    ['deprecated', { production: 'active', eu: 'active' }, { deprecated: true }, 'deprecated'],
  ])('%s: its stale mark', (_, states, parts, mark) => {
    const statusOf = (environment: string) =>
      states[environment] === undefined ? undefined : { name: states[environment], lastRequested: null };
    expect(seen({}, parts, { judged: ['production', 'eu'], statusOf }).staleMark).toBe(mark);
  });

  it('is linked to at its own address alone', () => {
    const elsewhere = 'https://app.launchdarkly.com/shop/~/features/new-checkout';
    for (const href of [
      '//evil.example/x',
      'https://evil.example/',
      'javascript:alert(1)',
      'http://app.launchdarkly.com/x',
    ])
      expect(seen({ _site: { href } }).url).toBe(elsewhere);
    expect(seen({}).url).toBe(elsewhere);
  });

  it('that is archived serves nothing, whatever it said before', () => {
    const archived = seen({}, { archived: true, archivedDate: Date.UTC(2026, 10, 5), environments: {} });
    expect(archived.archivedAt).toBe('2026-11-05T00:00:00.000Z');
    expect(archived.environments['production']?.serving).toEqual({ kind: 'off' });
  });
});

describe('a revision', () => {
  const of = (config: object, parts: object = {}): string => revisionOf(flag(config, parts), ['production']);

  it.each<[string, object, object]>([
    ['the switch', { on: false }, {}],
    ['the share', rollout([25_000, 75_000]), {}],
    ['what the load is divided by', { ...rollout([25_000, 75_000], { contextKind: 'shop' }) }, {}],
    ['the version', { version: 8 }, {}],
    ['the off variant', { offVariation: 0 }, {}],
    ['a rule', { rules: [rule] }, {}],
    ['the archive', {}, { archived: true }],
    [
      'a variant',
      {},
      {
        variations: [
          { _id: 'id-on', value: true },
          { _id: 'id-new', value: false },
        ],
      },
    ],
  ])('moves with %s', (_, config, parts) => {
    const others = [of({}), of(rollout([25_000, 75_000], { bucketBy: 'country' }))];
    expect(others).not.toContain(of(config, parts));
  });

  it('stays with the rest, and with environments that are not read', () => {
    const other = json({ version: 99 });
    const environments = {
      ...(json()['environments'] as object),
      staging: (other['environments'] as { production: object }).production,
    };
    expect(of({}, { tags: ['checkout'], description: 'x', _version: 99, environments })).toBe(of({}));
  });
});

describe('an export', () => {
  it('of a list gives flags, environments and no problems', () => {
    const { flags, environments, problems } = flagsFromLaunchDarkly({
      items: [json(), json({}, { key: 'old-search' })],
      totalCount: 2,
    });
    expect([flags.map(({ key }) => key), environments, problems]).toEqual([
      ['new-checkout', 'old-search'],
      ['production'],
      [],
    ]);
    expect(flags[0]?.url).toBeNull();
  });

  it('of one flag is a list of one', () => {
    expect(flagsFromLaunchDarkly(json()).flags.map(({ key }) => key)).toEqual(['new-checkout']);
  });

  it('of a list for each environment puts them together', () => {
    const production = json();
    const staging = json(
      {},
      { environments: { staging: (json({ on: false })['environments'] as { production: object }).production } },
    );
    const { flags, environments } = flagsFromLaunchDarkly([{ items: [production] }, { items: [staging] }]);
    expect(environments).toEqual(['production', 'staging']);
    expect(flags).toHaveLength(1);
    expect([flags[0]?.environments['production']?.serving, flags[0]?.environments['staging']?.serving]).toEqual([
      on,
      off,
    ]);
  });

  it.each<[string, unknown, string]>([
    ['text', 'flags', 'no answer of the LaunchDarkly REST API'],
    ['flagd', { flags: {} }, 'no answer of the LaunchDarkly REST API'],
    ['nothing', null, 'no answer of the LaunchDarkly REST API'],
    ['a page of many', { items: [json()], totalCount: 240 }, '239 of 240 flags are on further pages'],
    [
      'a list without environments',
      { items: [json({}, { environments: undefined })] },
      'new-checkout (no environments',
    ],
    [
      'a list without rules',
      { items: [json({ rules: undefined })] },
      'new-checkout (production: its rules were left out',
    ],
    ['a flag without a key', { items: [{}] }, 'number 1 (key'],
  ])('of %s says so', (_, value, problem) => {
    const { problems } = flagsFromLaunchDarkly(value);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });
});
