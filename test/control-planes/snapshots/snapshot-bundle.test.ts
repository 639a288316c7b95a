/** Snapshots of several control planes in one file. */
import { describe, expect, it } from 'vitest';
import { formatBundle, parseBundle } from '../../../server/src/control-planes/snapshots/snapshot-bundle.ts';
import { formatSnapshot, NotASnapshot } from '../../../server/src/control-planes/snapshots/snapshot-file.ts';
import { shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const shop = shopSnapshot({ flags: [shopSwitch('a'), shopSwitch('b')] });
const legacy = shopSnapshot({ flags: [shopSwitch('a')], revision: null });
const bundle = new Map([
  ['shop', shop],
  ['legacy', legacy],
]);

it('gives back what was written, in the same bytes', () => {
  const text = formatBundle(bundle);
  expect(parseBundle(JSON.parse(text))).toEqual(bundle);
  expect(formatBundle(parseBundle(JSON.parse(text)))).toBe(text);
});

it('holds each as `sluice snapshot` writes one', () => {
  const { controlPlanes } = JSON.parse(formatBundle(bundle));
  expect(controlPlanes[1]).toEqual({ name: 'legacy', snapshot: JSON.parse(formatSnapshot(legacy)) });
});

describe('what is none', () => {
  const one = JSON.parse(formatSnapshot(shop));
  it.each<[document: unknown, message: string]>([
    [{}, 'it has no "sluiceSnapshots"'],
    [{ sluiceSnapshots: 2, controlPlanes: [] }, 'its snapshots are of version 2; this Sluice reads version 1.'],
    [{ sluiceSnapshots: 1 }, 'its "controlPlanes" is no list of snapshots.'],
    [{ sluiceSnapshots: 1, controlPlanes: [] }, 'its "controlPlanes" is no list of snapshots.'],
    [
      { sluiceSnapshots: 1, controlPlanes: [{ name: 'shop', snapshot: {} }] },
      'the state of "shop": it has no "sluiceSnapshot"',
    ],
    [
      {
        sluiceSnapshots: 1,
        controlPlanes: [
          { name: 'shop', snapshot: one },
          { name: 'shop', snapshot: one },
        ],
      },
      'it holds the state of "shop" twice',
    ],
  ])('%j', (document, message) => {
    expect(() => parseBundle(document)).toThrow(NotASnapshot);
    expect(() => parseBundle(document)).toThrow(message);
  });
});
