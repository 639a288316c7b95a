/** The adapter of a definition file, on a file. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flagdFile } from '../../../server/src/control-planes/flagd/flagd-file.ts';
import { openWith } from '../conformance/open.ts';
import { describeConformance } from '../conformance/run.ts';
import { shopKeys, type RunningSubject } from '../conformance/subject.ts';

const hostileKeys = ['shop/fra: 100 %.v2', '..', 'a\\"b?c#d'];

interface Definition {
  readonly flags: {
    [key: string]: {
      state?: string;
      defaultVariant?: string;
      targeting?: unknown;
      variants?: object;
      metadata?: object;
    };
  };
}

const variants = { on: true, off: false };
const switchAt = (defaultVariant: string, metadata = {}): Definition['flags'][string] => ({
  state: 'ENABLED',
  variants,
  defaultVariant,
  metadata: { kind: 'switch', ...metadata },
});
const openTo = (percent: number): unknown => ({
  fractional: [
    ['on', percent],
    ['off', 100 - percent],
  ],
});

const shop: Definition = {
  flags: {
    [shopKeys.switch]: switchAt('on', {
      owner: 'team-checkout',
      tags: 'checkout, frontend',
      purpose: 'release',
      createdAt: '2026-03-02T09:00:00Z',
    }),
    [shopKeys.killSwitch]: switchAt('off', { purpose: 'kill-switch', changedAt: '2026-03-02T09:00:00Z' }),
    [shopKeys.valve]: {
      state: 'ENABLED',
      variants,
      defaultVariant: 'off',
      targeting: openTo(25),
      metadata: { kind: 'valve' },
    },
    [shopKeys.dark]: { state: 'ENABLED', variants, defaultVariant: 'off', metadata: { kind: 'valve' } },
    [shopKeys.variants]: { state: 'ENABLED', variants: { blue: '#00f', green: '#0f0' }, defaultVariant: 'blue' },
    [shopKeys.targeted]: {
      state: 'ENABLED',
      variants,
      defaultVariant: 'off',
      targeting: { if: [{ ends_with: [{ var: 'email' }, '@shop.example'] }, 'on', 'off'] },
    },
    [shopKeys.stale]: switchAt('on', { stale: true }),
    ...Object.fromEntries(hostileKeys.map((key) => [key, switchAt('off')])),
  },
};

async function start(): Promise<RunningSubject> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-conformance-'));
  const path = join(folder, 'shop.flagd.json');
  const definition = async (): Promise<Definition> => JSON.parse(await readFile(path, 'utf8')) as Definition;
  return {
    url: 'http://127.0.0.1:9',
    writer: null,
    reader: null,
    main: 'production',
    other: null,
    hostileKeys,
    open: (options) => openWith({ kind: 'flagd-file', path }, options, join(folder, 'sluice.config.json')),
    reset: () => writeFile(path, JSON.stringify(shop, null, 2)),
    async truth(key) {
      const flag = (await definition()).flags[key];
      const shares = /"fractional":\[\["on",([\d.]+)\],\["off",([\d.]+)\]\]/.exec(
        JSON.stringify(flag?.targeting ?? ''),
      );
      const rest = shares ? null : flag?.targeting;
      if (flag?.state === 'DISABLED') return { share: 0, rest };
      if (shares)
        return { share: Math.round((Number(shares[1]) / (Number(shares[1]) + Number(shares[2]))) * 10_000), rest };
      return { share: rest ? null : flag?.defaultVariant === 'on' ? 10_000 : 0, rest };
    },
    async change(key, share) {
      const changed = await definition();
      const flag = changed.flags[key] ?? {};
      flag.state = 'ENABLED';
      if (share === 0 || share === 10_000) {
        delete flag.targeting;
        flag.defaultVariant = share === 0 ? 'off' : 'on';
      } else flag.targeting = openTo(share / 100);
      await writeFile(path, JSON.stringify(changed, null, 2));
    },
    stop: () => rm(folder, { recursive: true }),
    answer: (status) => ({ status }),
    parts: {},
  };
}

describeConformance({ definition: flagdFile, start });
