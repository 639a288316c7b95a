/** All control planes of a session: which one decides for a file, and where those of a migration disagree. */
import { join } from 'node:path';
import type { ConfiguredControlPlane } from '../config/control-planes.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { FlagElsewhere } from '../core/checks/check.ts';
import type { FlagIndex } from '../core/join.ts';
import type { CallSite } from '../core/model.ts';
import { compareSnapshots, type Comparison } from '../core/state/compare.ts';
import { compareFlag, type ComparedPair } from '../core/state/compare-flag.ts';
import { createPlane, type Plane, type PlaneOptions } from './plane.ts';
import type { Session, SessionPlane } from './session.ts';
import { uriOfPath } from './uri.ts';

export interface Planes extends Pick<Session, 'isSinglePlane' | 'comparedWith' | 'comparisons' | 'compareFlag'> {
  /** The one that decides for files in no other one's folder, else the first. */
  readonly main: Plane;
  /** In the order of the configuration. */
  readonly all: readonly Plane[];
  /** By its name in the configuration; null where there is none of this name. */
  named(name: string): Plane | null;
  of(uri: string): Plane | null;
  /** Where a key exists in control planes that do not decide for the call site. */
  elsewhere(callSite: CallSite, key: string): readonly FlagElsewhere[];
  dispose(): void;
}

/** Creates them without any control plane in them yet. */
export function createPlanes(
  { root, controlPlanes }: Pick<LoadedConfig, 'root' | 'controlPlanes'>,
  options: Omit<PlaneOptions, 'configured'>,
): Planes {
  const configured: readonly (ConfiguredControlPlane | null)[] = controlPlanes.length === 0 ? [null] : controlPlanes;
  const all = configured.map((each) => createPlane({ ...options, configured: each }));
  const deciding = all.filter(({ comparedWith }) => comparedWith === null);
  const main = deciding.find(({ folder }) => folder === null) ?? deciding[0]!;
  const isSinglePlane = all.length === 1 && main.folder === null;
  const rest = deciding.find(({ folder }) => folder === null) ?? null;
  /** Innermost folders first. */
  const folders = deciding
    .flatMap((plane) => (plane.folder === null ? [] : [{ prefix: `${uriOfPath(join(root, plane.folder))}/`, plane }]))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const named = (name: string | null): Plane | null => all.find((plane) => plane.name === name) ?? null;
  const of = (uri: string): Plane | null => folders.find(({ prefix }) => uri.startsWith(prefix))?.plane ?? rest;

  const pairOf = (compared: Plane): ComparedPair => ({
    authoritative: side(named(compared.comparedWith)),
    compared: side(compared),
    environmentNames: controlPlanes.find(({ name }) => name === compared.name)?.environmentNames ?? {},
  });
  const known = new Map<Plane, { readonly of: readonly (FlagIndex | null)[]; readonly comparison: Comparison }>();
  const compare = (compared: Plane): Comparison => {
    const pair = pairOf(compared);
    const indexes = [pair.authoritative.index, pair.compared.index];
    const before = known.get(compared);
    if (before && before.of.every((index, position) => index === indexes[position])) return before.comparison;
    const comparison = compareSnapshots(pair);
    known.set(compared, { of: indexes, comparison });
    return comparison;
  };
  const comparedPlane = ({ name }: SessionPlane): Plane | null => {
    const plane = named(name);
    return plane?.comparedWith == null ? null : plane;
  };

  return {
    all,
    main,
    isSinglePlane,
    named,
    of,
    comparedWith: ({ name }) => all.filter(({ comparedWith }) => comparedWith === name),
    comparisons: () => all.filter(({ comparedWith }) => comparedWith !== null).map(compare),
    compareFlag(key, plane) {
      const compared = comparedPlane(plane);
      return compared ? compareFlag(key, pairOf(compared)) : { differences: [], notKnown: [] };
    },
    elsewhere(callSite, key) {
      if (all.length === 1) return [];
      const own = of(callSite.uri);
      return all.flatMap((plane): FlagElsewhere[] => {
        const flag = plane === own ? null : flagFor(plane.usableIndex(), callSite, key);
        const isCompared = plane.comparedWith !== null && plane.comparedWith === own?.name;
        return flag ? [{ controlPlane: plane.name, isCompared, folder: plane.folder, flag }] : [];
      });
    },
    dispose() {
      for (const plane of all) plane.dispose();
    },
  };
}

function side(plane: Plane | null): ComparedPair['compared'] {
  return { name: plane?.name ?? '', index: plane?.usableIndex() ?? null };
}

/** As the call site's SDK would look it up. */
function flagFor(index: FlagIndex | null, { key }: CallSite, missing: string): FlagElsewhere['flag'] | null {
  if (key.kind === 'literal' && key.spelling === 'camelCase') return index?.getCamelCase(missing)[0] ?? null;
  return index?.get(missing) ?? null;
}
