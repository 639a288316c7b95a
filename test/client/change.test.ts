import { describe, expect, test } from 'vitest';
import {
  type Change,
  conflictText,
  findScope,
  isNoChange,
  nothingToUndo,
  question,
  refusal,
  scopeLabel,
  typedKeyProblem,
  typedKeyPrompt,
} from '../../client/src/change.ts';
import type { FlagSummary, ScopeSummary } from '../../server/src/protocol.ts';

function scope(place: string, serving: string, extra: Partial<ScopeSummary> = {}): ScopeSummary {
  const [environment = '', datacenter = null, server = null] = place.split('/');
  const share = serving === 'on' ? 10_000 : serving === 'off' ? 0 : Number.parseFloat(serving) * 100;
  return {
    environment,
    datacenter,
    server,
    serving,
    share: Number.isNaN(share) ? null : share,
    critical: environment === 'production',
    overridden: false,
    ...extra,
  };
}

const production = scope('production', 'off');
const fra = scope('production/fra', 'on', { overridden: true });
const fra2 = scope('production/fra/fra-2', 'on');
const iad = scope('production/iad', 'off');

const checkout: FlagSummary = {
  key: 'new-checkout',
  kind: 'switch',
  description: null,
  owner: null,
  archived: false,
  revision: '7',
  scopes: [scope('staging', 'on'), production, fra, fra2, iad],
};
const search: FlagSummary = { ...checkout, key: 'search-index', kind: 'valve' };

describe('question', () => {
  test('says what, where and from → to, and what stays as it is', () => {
    expect(question({ flag: checkout, scope: production, to: 10_000 })).toEqual({
      message: 'Turn “new-checkout” on in production?',
      detail:
        'Flag: new-checkout\nWhere: production (critical: real users)\nChange: off → on\n' +
        'Settings of their own stay as they are: production › fra (on).',
      confirm: 'Turn On',
    });
  });

  test('says that a scope stops following the wider one', () => {
    expect(question({ flag: search, scope: iad, to: 2_500 })).toEqual({
      message: 'Set valve “search-index” to 25 % in production › iad?',
      detail:
        'Flag: search-index\nWhere: production › iad (critical: real users)\nChange: off → 25 %\n' +
        'production › iad gets a setting of its own and no longer follows production.',
      confirm: 'Set to 25 %',
    });
    expect(question({ flag: checkout, scope: fra2, to: 0 }).detail).toContain('no longer follows production › fra.');
  });

  test('a rollback says what it undoes', () => {
    expect(question({ flag: checkout, scope: fra, to: 'previous' })).toEqual({
      message: 'Roll back the last change of “new-checkout” in production › fra?',
      detail:
        'Flag: new-checkout\nWhere: production › fra (critical: real users)\n' +
        'Change: on → what it served before its last change',
      confirm: 'Roll Back',
    });
  });

  test('a rollback says what it brings back, where that is known', () => {
    const previous = { kind: 'known', serving: 'off', follows: true } as const;
    const change: Change = { flag: checkout, scope: fra, to: 'previous', previous };
    expect(question(change).detail).toBe(
      'Flag: new-checkout\nWhere: production › fra (critical: real users)\nChange: on → off\n' +
        'production › fra loses its own setting and follows production again.',
    );
    expect(typedKeyPrompt(change)).toContain('on → off');
    expect(nothingToUndo(change)).toBeNull();
    expect(question({ ...change, previous: { kind: 'unknown' } }).detail).toContain('on → what it served before');
    expect(nothingToUndo({ ...change, previous: { kind: 'none' } })).toBe(
      'There is nothing to roll back: “new-checkout” has not been changed in production › fra since it was created.',
    );
  });

  test('shows what hides in names', () => {
    const flag = { ...checkout, key: 'p\u0430y\u202e' };
    const { message, detail } = question({ flag, scope: scope('stag\u200bing', 'on'), to: 0 });
    expect(message).toBe('Turn “pаy<U+202E>” off in stag<U+200B>ing?');
    expect(detail).toContain('а (U+0430)');
  });
});

describe('refusal', () => {
  test('lets a plain flag pass', () => {
    expect(refusal(checkout)).toBeNull();
  });

  test.each<[string, Partial<FlagSummary>, RegExp]>([
    ['an archived flag', { archived: true }, /archived/],
    ['a key that cannot be seen', { key: 'new\u200b-checkout' }, /cannot be seen/],
    ['a flag without a revision', { revision: null }, /revision/],
    ['a flag without environments', { scopes: [] }, /no environment/],
  ])('%s is refused', (_, change, why) => {
    expect(refusal({ ...checkout, ...change })).toMatch(why);
  });
});

describe('isNoChange', () => {
  test.each<[string, Change, boolean]>([
    ['the same share of an environment', { flag: checkout, scope: production, to: 0 }, true],
    ['another share', { flag: checkout, scope: production, to: 10_000 }, false],
    ['the same share, of its own', { flag: checkout, scope: fra, to: 10_000 }, true],
    ['the same share, inherited: it gets its own', { flag: checkout, scope: iad, to: 0 }, false],
    ['rules decide', { flag: checkout, scope: scope('production', '3 rules'), to: 0 }, false],
    ['a rollback', { flag: checkout, scope: production, to: 'previous' }, false],
  ])('%s', (_, change, expected) => {
    expect(isNoChange(change)).toBe(expected);
  });
});

test('the box of a critical environment says the change and the key', () => {
  expect(typedKeyPrompt({ flag: checkout, scope: production, to: 10_000 })).toBe(
    'production: off → on. Type the flag key new-checkout to go on.',
  );
});

test.each([
  ['', null],
  ['new-ch', null],
  ['new-checkout', null],
  ['New', 'This is not “new-checkout”.'],
  ['new-checkout ', 'This is not “new-checkout”.'],
])('typing %j', (typed, problem) => {
  expect(typedKeyProblem(typed, 'new-checkout')).toBe(problem);
});

test('a conflict says what is served now and that nothing was done', () => {
  const now = { ...checkout, scopes: [{ ...production, serving: 'on', share: 10_000 }] };
  expect(conflictText(production, now)).toBe(
    '“new-checkout” was changed by somebody else meanwhile: production serves on now (you saw off). Nothing was changed by you.',
  );
  expect(conflictText(production, checkout)).toContain('production still serves off');
  expect(conflictText(production, { ...checkout, scopes: [] })).toContain('no setting for production any more');
});

test('scopes are told apart by all their parts', () => {
  expect(scopeLabel(fra2)).toBe('production › fra › fra-2');
  expect(findScope(checkout, { environment: 'production', datacenter: 'fra', server: null })).toBe(fra);
  expect(findScope(checkout, { environment: 'staging', datacenter: 'fra', server: null })).toBeNull();
});
