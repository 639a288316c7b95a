/** The reasons of discovery, in words for people. */
import { plural } from '../text.ts';
import type { Evidence } from './evidence.ts';
import type { Target } from './functions.ts';
import type { Verdict } from './judge.ts';
import type { ObjectVerdict } from './objects.ts';
import type { Registry } from './registries.ts';

/** `isOpen (./src/flags.ts): called in 41 places with 17 different keys, 15 of them listed in FeatureFlag (./src/keys.ts)`. */
export function explain(evidence: Evidence, { target, calls, keys, listed, shared, against }: Verdict): string {
  const parts = [
    `called in ${plural(calls, 'place')} with ${plural(keys.size, 'different key')} (${examples(keys)})`,
    ...(listed ? [listedIn(evidence, keys, listed)] : []),
    ...(shared > 0 ? [`${shared} of them read through an SDK elsewhere`] : []),
    ...(against === '' ? [] : [`not proposed, because ${against}`]),
  ];
  return `${titleOf(evidence, target)}: ${parts.join(', ')}`;
}

/** `features of config: 12 different members are read in 30 places`. */
export function explainObject(
  evidence: Evidence,
  { title, reads, keys, listed, declared, against }: ObjectVerdict,
): string {
  const parts = [
    `${plural(keys.size, 'different member')} (${examples(keys)}) read in ${plural(reads, 'place')}`,
    ...(declared === null ? [] : [declared]),
    ...(listed ? [listedIn(evidence, keys, listed)] : []),
    ...(against === '' ? [] : [`not proposed, because ${against}`]),
  ];
  return `${title}: ${parts.join(', ')}`;
}

function titleOf({ pathOf }: Evidence, target: Target): string {
  if (target.kind === 'package') return `${target.name} of ${target.specifier}`;
  if (target.kind === 'declared') return `${target.name} (${pathOf(target.uri)})`;
  return target.owners.size === 0 ? target.name : `${target.name} of ${[...target.owners].sort().join(', ')}`;
}

function listedIn(
  { pathOf }: Evidence,
  keys: ReadonlySet<string>,
  { registry, listed }: { readonly registry: Registry; readonly listed: number },
): string {
  const number = listed === keys.size ? (listed === 1 ? 'which is' : 'all') : `${listed} of them`;
  return `${number} listed in ${registry.name} (${pathOf(registry.at.uri)})`;
}

function examples(keys: ReadonlySet<string>): string {
  const [first = '', second, third] = [...keys].sort();
  return [first, second, ...(third === undefined ? [] : ['...'])].filter((key) => key !== undefined).join(', ');
}
