import { describe, expect, it } from 'vitest';
import { definitions } from '../../server/src/control-planes/registry.ts';
import { formatSnapshot, parseSnapshot } from '../../server/src/control-planes/snapshots/snapshot-file.ts';
import { readStateFile } from '../../server/src/control-planes/snapshots/state-file.ts';
import { telling, tellsOf } from '../../server/src/control-planes/tells.ts';
import { fakeControlPlane } from '../session/fake-control-plane.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';
import { shopSnapshot } from '../support/snapshots.ts';

describe('what a control plane tells of its flags', () => {
  it('by kind', () => {
    expect(definitions.map((definition) => `${definition.kind}: ${tellsOf(definition).join(' ')}`))
      .toMatchInlineSnapshot(`
      [
        "sluice: all owner purpose created observed",
        "unleash: all evaluated owner purpose created",
        "launchdarkly: all evaluated owner purpose created",
        "flagd-file: all",
        "flagd-http: all",
        "ofrep: ",
        "posthog: all evaluated owner purpose created",
      ]
    `);
  });

  it('is in every snapshot that it is read as', async () => {
    const [definition] = definitions;
    const snapshot = await telling(fakeControlPlane(shopSnapshot()), definition).readFlags();
    expect(snapshot).toEqual({
      ...shopSnapshot(),
      controlPlane: { ...shopSnapshot().controlPlane, tells: tellsOf(definition) },
    });
  });
});

describe('in a snapshot file', () => {
  const { controlPlane, ...rest } = shopSnapshot();
  const parsed = (tells: unknown) =>
    parseSnapshot({ sluiceSnapshot: 1, ...rest, controlPlane: { ...controlPlane, tells } }).controlPlane;

  it('it is kept', () => {
    const snapshot = { ...rest, controlPlane: { ...controlPlane, tells: ['owner', 'created'] as const } };
    expect(parseSnapshot(JSON.parse(formatSnapshot(snapshot))).controlPlane).toEqual(snapshot.controlPlane);
  });

  it('it may be missing, and hold what only a later version knows', () => {
    expect('tells' in parsed(undefined)).toBe(false);
    expect(parsed(['owner', 'mood']).tells).toEqual(['owner']);
    expect(() => parsed('owner')).toThrow('its part "controlPlane.tells" is not as it should be');
  });

  it('a flagd definition tells nothing', async () => {
    const folder = temporaryFolder({
      'shop.flagd.json':
        '{"flags": {"new-checkout": {"state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on"}}}',
    });
    const given = await readStateFile(`${folder}/shop.flagd.json`);
    expect(given.kind === 'one' && given.snapshot.controlPlane.tells).toBeUndefined();
  });
});
