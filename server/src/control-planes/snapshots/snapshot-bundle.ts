/** The snapshots of several control planes in one file: what `sluice snapshot` writes where several are configured. */
import { z } from 'zod';
import type { FlagSnapshot } from '../../core/model.ts';
import { plainText } from '../plain-text.ts';
import { formatSnapshot, NotASnapshot, parseSnapshot } from './snapshot-file.ts';

const version = 1;

const bundleSchema = z.lazy(() =>
  z.array(z.object({ name: z.string().min(1).max(200), snapshot: z.unknown() })).min(1),
);

/** By the control plane's name in the configuration. */
export type SnapshotBundle = ReadonlyMap<string, FlagSnapshot>;

/** JSON with a line break at the end, in the order given; each part is what `formatSnapshot` writes. */
export function formatBundle(snapshots: SnapshotBundle): string {
  const controlPlanes = [...snapshots].map(([name, snapshot]) => ({
    name,
    snapshot: JSON.parse(formatSnapshot(snapshot)) as unknown,
  }));
  return `${JSON.stringify({ sluiceSnapshots: version, controlPlanes }, null, 2)}\n`;
}

/** Whether a parsed document claims to hold several snapshots, of whatever version. */
export function isBundleDocument(value: unknown): value is { readonly sluiceSnapshots: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'sluiceSnapshots');
}

/** The snapshots in a parsed document. Throws NotASnapshot. */
export function parseBundle(value: unknown): SnapshotBundle {
  if (!isBundleDocument(value)) throw new NotASnapshot('it has no "sluiceSnapshots"');
  if (value.sluiceSnapshots !== version) {
    const found = plainText(JSON.stringify(value.sluiceSnapshots) ?? '', 40);
    throw new NotASnapshot(
      `its snapshots are of version ${found}; this Sluice reads version ${version}. Write it again with \`sluice snapshot\``,
    );
  }
  const list = bundleSchema.safeParse('controlPlanes' in value ? value.controlPlanes : undefined);
  if (!list.success) {
    throw new NotASnapshot('its "controlPlanes" is no list of snapshots. Write it again with `sluice snapshot`');
  }
  const bundle = new Map<string, FlagSnapshot>();
  for (const { name, snapshot } of list.data) {
    const shown = JSON.stringify(plainText(name, 80));
    if (bundle.has(name)) throw new NotASnapshot(`it holds the state of ${shown} twice`);
    try {
      bundle.set(name, parseSnapshot(snapshot));
    } catch (error) {
      if (!(error instanceof NotASnapshot)) throw error;
      throw new NotASnapshot(`the state of ${shown}: ${error.message}`, { cause: error });
    }
  }
  return bundle;
}
