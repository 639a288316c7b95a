import { expect, test } from 'vitest';
import { mergeStatuses } from '../../server/src/lsp/status.ts';
import type { ControlPlaneStatus } from '../../server/src/protocol.ts';

function status(name: string, parts: Partial<ControlPlaneStatus> = {}): ControlPlaneStatus {
  return {
    kind: 'live',
    controlPlane: name,
    origin: null,
    readAt: null,
    complete: true,
    flagCount: 2,
    problem: null,
    problemKind: null,
    id: name,
    name,
    folder: null,
    comparedWith: null,
    differences: null,
    ...parts,
  };
}

const off = status('off', { kind: 'off', flagCount: 0 });
const trouble = (kind: ControlPlaneStatus['kind']) => status(kind, { kind, problem: 'Trouble.' });

test.each<[title: string, statuses: ControlPlaneStatus[], shown: string, listed: string[] | undefined]>([
  ['one', [status('shop')], 'shop', undefined],
  ['one that is configured, and a folder without', [off, status('shop')], 'shop', undefined],
  ['none is configured', [off], 'off', undefined],
  ['two', [status('shop'), status('search')], 'shop', ['shop', 'search']],
  ['trouble first', [status('shop'), trouble('polled')], 'polled', ['shop', 'polled']],
  [
    'the worst trouble first',
    [trouble('polled'), trouble('cached'), trouble('none')],
    'none',
    ['polled', 'cached', 'none'],
  ],
  [
    'of equal trouble the first',
    [trouble('cached'), { ...trouble('cached'), controlPlane: 'b' }],
    'cached',
    ['cached', 'cached'],
  ],
])('%s', (_, statuses, shown, listed) => {
  const merged = mergeStatuses(statuses);
  expect([merged.controlPlane, merged.controlPlanes?.map(({ name }) => name)]).toEqual([shown, listed]);
});

test('counts the flags of those that decide', () => {
  expect(mergeStatuses([status('shop'), status('legacy', { comparedWith: 'shop' }), status('search')]).flagCount).toBe(
    4,
  );
});

test('one control plane: not a field more than before', () => {
  expect(Object.keys(mergeStatuses([status('shop')]))).toEqual([
    'kind',
    'controlPlane',
    'origin',
    'readAt',
    'complete',
    'flagCount',
    'problem',
    'problemKind',
  ]);
});
