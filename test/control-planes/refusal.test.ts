/** What is said before anybody is asked to confirm a change. */
import { describe, expect, it } from 'vitest';
import type { Capabilities, ControlPlane } from '../../server/src/control-planes/control-plane.ts';
import { rollbackRefusal, writeRefusal } from '../../server/src/control-planes/refusal.ts';
import type { Scope, Serving } from '../../server/src/core/model.ts';
import { fakeControlPlane, planeName } from '../session/fake-control-plane.ts';

function plane(capabilities: Partial<Capabilities>, own: string | null = null): ControlPlane {
  const fake = fakeControlPlane();
  return { ...fake, capabilities: { ...fake.capabilities, ...capabilities }, refusal: () => own };
}

const production: Scope = { environment: 'production', datacenter: null, server: null };
const fra: Scope = { ...production, datacenter: 'fra' };
const on: Serving = { kind: 'static', variant: 'on' };
const openTo = (share: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'on', share },
    { variant: 'off', share: 10_000 - share },
  ],
});

const cases: readonly [
  title: string,
  capabilities: Partial<Capabilities>,
  scope: Scope,
  serving: Serving | null,
  said: string | null,
][] = [
  ['a server', {}, { ...fra, server: 'fra-1' }, on, null],
  ['0.01 % steps', { shareStep: 1 }, production, openTo(3_333), null],
  ['1 % steps, a whole percentage', { shareStep: 100 }, production, openTo(3_300), null],
  ['1 % steps, everybody', { shareStep: 100 }, production, on, null],
  [
    '1 % steps, a third',
    { shareStep: 100 },
    production,
    openTo(3_333),
    `${planeName} sets shares in steps of 1 %: 33.33 % is not possible. 33 % would be 0.33 % less, 34 % 0.67 % more.`,
  ],
  [
    '1 % steps, nearly everybody',
    { shareStep: 100 },
    production,
    openTo(9_999),
    `${planeName} sets shares in steps of 1 %: 99.99 % is not possible. 99 % would be 0.99 % less, 100 % 0.01 % more.`,
  ],
  [
    'no datacenters',
    { narrowestScope: 'environment' },
    fra,
    on,
    `${planeName} knows no datacenters and servers: change the whole environment instead.`,
  ],
  [
    'no servers',
    { narrowestScope: 'datacenter' },
    { ...fra, server: 'fra-1' },
    null,
    `${planeName} knows no servers: change the whole datacenter instead.`,
  ],
  ['only reading', { write: false }, production, on, `${planeName} can be read but not changed from here.`],
];

describe('a change', () => {
  it.each(cases)('with %s', (_title, capabilities, scope, serving, said) => {
    expect(writeRefusal(plane(capabilities), { key: 'recommendations', scope, serving })).toBe(said);
  });

  it('that only this flag or role does not allow is refused in the words of the adapter', () => {
    const change = { key: 'recommendations', scope: production, serving: on };
    expect(writeRefusal(plane({}, 'Your token may only read.'), change)).toBe('Your token may only read.');
    expect(writeRefusal(plane({ write: false }, 'It is a copy.'), change)).toBe('It is a copy.');
  });
});

describe('a rollback', () => {
  const question = { key: 'recommendations', scope: production };

  it('is refused where there is none, and where what it brings back cannot be set', () => {
    expect(rollbackRefusal(plane({}), question)).toBeNull();
    expect(rollbackRefusal(plane({ rollback: false }), question)).toContain('cannot roll back');
    expect(rollbackRefusal(plane({ write: false }), question)).toContain('can be read but not changed');
    expect(rollbackRefusal(plane({ narrowestScope: 'environment' }), { ...question, scope: fra })).toContain(
      'knows no datacenters',
    );
  });

  it('asks the adapter about what it would bring back, once that is known', () => {
    const reader = plane({}, 'Your token may only read.');
    expect(rollbackRefusal(reader, question)).toBeNull();
    expect(rollbackRefusal(reader, { ...question, serving: on })).toBe('Your token may only read.');
  });
});
