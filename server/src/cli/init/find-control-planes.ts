/** Which control planes a workspace seems to read its flags from, and how much of its code speaks for each. */
import type { DiscoverInput } from '../../core/discover/evidence.ts';
import type { ControlPlaneKind } from '../../control-planes/kind-fields.ts';
import { listOf, plural, visible } from '../../core/text.ts';
import type { Surroundings } from './look-around.ts';
import { isOpenFeatureProvider, kindOfPackage, openFeatureSdk, signs } from './signs.ts';

export interface Candidate {
  readonly kind: ControlPlaneKind;
  /** Of a definition file. */
  readonly path: string | null;
  /** Places outside of tests that read flags through its SDKs, or through an OpenFeature SDK in front of it. */
  readonly reads: number;
  /** What speaks for it, without a full stop. */
  readonly why: string;
}

export interface FoundControlPlanes {
  /** The best one first. */
  readonly candidates: readonly Candidate[];
  /** Places that read flags through OpenFeature, which does not say what is behind it. */
  readonly openFeatureReads: number;
}

type Code = Pick<DiscoverInput, 'files' | 'callSites'>;

/** Pure: what was found around, and what the code reads. */
export function findControlPlanes({ sdks, flagFiles }: Surroundings, code: Code): FoundControlPlanes {
  const reads = countReads(code);
  const openFeatureReads = reads.get(openFeatureSdk) ?? 0;
  const packages = new Map(sdks.map(({ package: name, manifests }) => [name, `in ${shortList(manifests)}`]));
  for (const name of importedPackages(code)) if (!packages.has(name)) packages.set(name, 'in imports');

  const candidates: Candidate[] = [];
  const [path] = flagFiles;
  const behindOpenFeature = [...packages.keys()].filter(isOpenFeatureProvider).map(kindOfPackage);
  for (const { kind } of signs) {
    const names = [...packages.keys()].filter((name) => kindOfPackage(name) === kind).sort();
    const isFlagd = kind === 'flagd-http' && path !== undefined;
    if (names.length === 0 && !isFlagd && !reads.has(kind)) continue;
    // A definition file stands behind OpenFeature where no provider says otherwise.
    const isBehind =
      behindOpenFeature.includes(kind) || (isFlagd && behindOpenFeature.every((other) => other === null));
    const count = (reads.get(kind) ?? 0) + (isBehind ? openFeatureReads : 0);
    const reasons = [
      isFlagd ? `${visible(path)} is a flag definition file` : '',
      shortList(names.map((name) => `${visible(name)} ${packages.get(name) ?? ''}`)),
      count === 0 ? '' : `${plural(count, 'place')} in the code ${count === 1 ? 'reads' : 'read'} flags through it`,
    ];
    candidates.push({
      kind: isFlagd ? 'flagd-file' : kind,
      path: isFlagd ? path : null,
      reads: count,
      why: reasons.filter((reason) => reason !== '').join('; '),
    });
  }
  // A file holds flags for sure; a dependency may be there for something else.
  const rank = ({ kind, reads: count }: Candidate): number => count * 2 + (kind === 'flagd-file' ? 1 : 0);
  return { candidates: candidates.sort((a, b) => rank(b) - rank(a)), openFeatureReads };
}

/**
 * The one to propose: the first, unless all flags are read through something else. Analytics come with SDKs whose flags
 * nobody reads.
 */
export function proposedOf({ candidates, openFeatureReads }: FoundControlPlanes): Candidate | null {
  const [first] = candidates;
  if (first === undefined) return null;
  return first.reads === 0 && first.kind !== 'flagd-file' && openFeatureReads > 0 ? null : first;
}

function countReads({ callSites }: Code): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const sites of callSites.values()) for (const { sdk } of sites) counts.set(sdk, (counts.get(sdk) ?? 0) + 1);
  return counts;
}

/** Packages that tell of a control plane, also where no manifest names them. */
function importedPackages({ files }: Code): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { bindings } of files.values())
    for (const binding of bindings) {
      const required = binding.values.flatMap((value) => (value.kind === 'module' ? [value.specifier] : []));
      for (const specifier of binding.import ? [binding.import.specifier] : required) {
        const [, name] = /^(?:npm:)?((?:@[\w.-]+\/)?[a-z][\w.-]*)/i.exec(specifier) ?? [];
        if (name !== undefined && kindOfPackage(name) !== null) found.add(name);
      }
    }
  return found;
}

function shortList(words: readonly string[]): string {
  const shown = words.slice(0, 3).map((word) => visible(word));
  return words.length > 3 ? `${shown.join(', ')} and ${words.length - 3} more` : listOf(shown);
}
