/** What a format can hold goes out and comes in again the same: over many generated flags. */
import { expect, test } from 'vitest';
import { readFlagd, writeFlagd } from '../../../server/src/cli/exchange/flagd.ts';
import { readLaunchDarkly, writeLaunchDarkly } from '../../../server/src/cli/exchange/launchdarkly.ts';
import type { PlainServing, Reading, Writing } from '../../../server/src/cli/exchange/reading.ts';
import { readUnleash, writeUnleash } from '../../../server/src/cli/exchange/unleash.ts';
import { sharesOf } from '../../../server/src/control-planes/flagd/flagd-serving.ts';
import type { FlagKind, JsonValue } from '../../../server/src/core/model.ts';
import { exchangedFlag, type ExchangedFlag } from '../../../server/src/embedded/exchange/shapes.ts';

const runs = 500;

/** The same numbers in every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const kinds: readonly FlagKind[] = ['switch', 'valve', 'variant'];
const purposes = ['release', 'ops', 'kill-switch', 'permission', 'experiment'] as const;
const values: readonly (readonly JsonValue[])[] = [
  ['blue', 'red', 'Grün'],
  [1, 2.5, -3],
  [{ rows: 2 }, { rows: [] }, { rows: null }],
  [true, true, false],
];

interface Limits {
  readonly kinds: readonly FlagKind[];
  /** Shares are multiples of it. */
  readonly step: number;
}

function flagOf(index: number, { kinds: allowed, step }: Limits): ExchangedFlag {
  const below = numbers(index);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const kind = pick(allowed);
  const list = kind === 'variant' ? pick(values).map((value, at) => ({ name: `v${'abc'[at]}`, value })) : null;
  const variants = list ?? [
    { name: 'on', value: true },
    { name: 'off', value: false },
  ];
  const names = variants.map(({ name }) => name);
  const serving = (): PlainServing => {
    const way = below(kind === 'switch' ? 2 : 3);
    if (way === 0) return { kind: 'static', variant: pick(names) };
    if (way === 1) return { kind: 'off' };
    const first = step + below(10_000 / step - 2) * step;
    const rest = names.slice(2).map((variant) => ({ variant, share: 0 }));
    return {
      kind: 'fractional',
      shares: [{ variant: names[0]!, share: first }, { variant: names[1]!, share: 10_000 - first }, ...rest],
    };
  };
  return exchangedFlag.parse({
    key: `flag-${index}`,
    kind,
    purpose: pick([null, ...purposes]),
    variants,
    owner: pick([null, 'team-shop', 'mia@shop.example']),
    description: pick([null, 'Gift "wrap"', 'Zwei\nZeilen']),
    tags: pick([[], ['basket'], ['basket', 'winter sale']]),
    expiresAt: pick([null, '2027-02-01T00:00:00.000Z']),
    permanent: below(2) === 1,
    environments: { production: { serving: serving() } },
  });
}

const sameEnvironment = { environmentFor: (foreign: string) => foreign, withoutRules: false };
const through = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

test.each<
  [
    string,
    Limits,
    (flags: readonly ExchangedFlag[]) => Writing,
    (document: unknown) => Reading,
    (flag: ExchangedFlag) => unknown,
  ]
>([
  [
    'flagd',
    { kinds, step: 1 },
    (flags) => writeFlagd(flags, 'production'),
    (document) => readFlagd(JSON.stringify(document), 'production', sameEnvironment),
    // Its weights may stand in another order; they are shares all the same.
    (flag) => flag,
  ],
  [
    'LaunchDarkly',
    { kinds, step: 1 },
    (flags) => writeLaunchDarkly(flags, ['production']),
    (document) => readLaunchDarkly(document, sameEnvironment),
    (flag) => without(flag, ['expiresAt']),
  ],
  [
    'Unleash',
    { kinds: ['switch', 'valve'], step: 100 },
    (flags) => writeUnleash(flags, 'production'),
    (document) => readUnleash(document, sameEnvironment),
    // Off is off there, whether by a variant or by the code; every feature has a type; the kind is seen in the rollout.
    (flag) => ({
      ...without(flag, ['expiresAt', 'permanent', 'kind']),
      purpose: flag.purpose ?? 'release',
      environments: JSON.parse(
        JSON.stringify(flag.environments).replaceAll('{"kind":"off"}', '{"kind":"static","variant":"off"}'),
      ),
    }),
  ],
])('%s', (_name, limits, write, read, kept) => {
  const flags = Array.from({ length: runs }, (_item, index) => flagOf(index, limits));
  const { document, leftOut } = write(flags);
  expect(leftOut).toEqual([]);
  const reading = read(through(document));
  expect([reading.problems, reading.leftOut]).toEqual([[], []]);
  expect(reading.flags.map((flag) => sorted(kept(exchangedFlag.parse(flag))))).toEqual(
    flags.map((flag) => sorted(kept(flag))),
  );
});

test('weights of any size become shares that add up to 10000, and nobody with a weight is left without', () => {
  const below = numbers(7);
  for (let run = 0; run < runs; run++) {
    const weights = Array.from({ length: 1 + below(8) }, (_item, at) => ({
      variant: `v${at}`,
      weight: 1 + below(10 ** (1 + below(6))),
    }));
    const shares = sharesOf(weights);
    expect([shares.reduce((sum, { share }) => sum + share, 0), shares.every(({ share }) => share > 0)]).toEqual([
      10_000,
      true,
    ]);
  }
});

/** Shares in one order, as the control plane keeps them in that of the variants. */
function sorted(flag: unknown): unknown {
  return JSON.parse(JSON.stringify(flag), (name, value: unknown) =>
    name === 'shares' ? (value as { variant: string }[]).toSorted((a, b) => a.variant.localeCompare(b.variant)) : value,
  );
}

function without(flag: ExchangedFlag, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(flag).filter(([name]) => !names.includes(name)));
}
