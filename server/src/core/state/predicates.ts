/** All predicates of a flag, in the order in which people read them. */
import type { Flag, FlagSnapshot } from '../model.ts';
import { listOf, plural, quoteKey, visible } from '../text.ts';
import { ageSince, formatAge, formatDay, timeOf } from './age.ts';
import { allowanceOf, staleAfter, type Allowance } from './allowance.ts';
import { codePredicates, readsOf } from './code-predicates.ts';
import { constancyOf } from './constancy.ts';
import { dependentsOf } from './dependents.ts';
import { nothing, type Predicate } from './predicate.ts';
import { agreementOf, criticalPredicates, otherPredicates } from './serving-predicates.ts';
import { survivorOf, type Survivor } from './survivor.ts';
import { unlistedEnvironments } from './environments.ts';
import type { VerdictInput } from './verdict.ts';

export interface Gathered {
  readonly predicates: readonly Predicate[];
  readonly survivor: Survivor | null;
  /** False where the state cannot tell what critical environments serve, or since when. */
  readonly isServingKnown: boolean;
  /** Somebody says that the flag should go: its expiry date has passed, or the control plane marks it. */
  readonly isMarked: boolean;
}

/** Looks at everything. */
export function gatherPredicates(flag: Flag, input: VerdictInput): Gathered {
  const { snapshot, criticalEnvironments: critical } = input;
  const allowance = allowanceOf(flag, input.staleAfter, staleAfter);
  // What happened after the state was read is not known.
  const knownUntil = Math.min(input.now, timeOf(snapshot.readAt) ?? -Infinity);
  const outcome =
    flag.archivedAt === null ? (constancyOf(flag, critical)?.outcome ?? null) : ({ kind: 'code-default' } as const);
  const isArchived = flag.archivedAt !== null;
  const reads = readsOf(input.code);
  const scene = { flag, snapshot, critical, allowance, knownUntil, outcome, reads, stuckAfter: input.stuckAfter };
  const served = isArchived ? [] : criticalPredicates(scene);
  const state = statePredicate(input);
  const survivor = outcome && survivorOf(flag, outcome, input.code?.callSites ?? []);
  const predicates = [
    ...(state.says === null ? [] : [state]),
    ...served.flatMap(({ predicates: own }) => own),
    ...(isArchived ? [] : [...agreementOf(scene), ...otherPredicates(scene, othersOf(flag, input))]),
    purposePredicate(flag),
    allowedPredicate(flag, allowance),
    permanentPredicate(flag),
    expiryPredicate(flag, knownUntil),
    prerequisitesPredicate(flag),
    dependentsPredicate(flag, snapshot),
    ...codePredicates(input.code, survivor),
    markPredicate(flag, snapshot),
    archivedPredicate(flag, reads),
    createdPredicate(flag, knownUntil),
    ...(state.says === null ? [state] : []),
  ];
  const expiry = timeOf(flag.expiresAt);
  return {
    predicates,
    survivor,
    isServingKnown:
      state.says === null && (isArchived || (served.length > 0 && served.every(({ isKnown }) => isKnown))),
    isMarked: state.says === null && (flag.staleMark !== null || (expiry !== null && expiry <= knownUntil)),
  };
}

function othersOf(flag: Flag, { snapshot, criticalEnvironments }: VerdictInput) {
  const critical = new Set(criticalEnvironments.map(({ key }) => key));
  const unlisted = unlistedEnvironments(flag, snapshot).map((key) => ({ key, critical: false, datacenters: [] }));
  return [...snapshot.environments, ...unlisted].filter(({ key }) => !critical.has(key));
}

function statePredicate({ snapshot, isFresh, criticalEnvironments }: VerdictInput): Predicate {
  const at = snapshot.readAt;
  const told = (value: string, says: Predicate['says']): Predicate => ({
    name: 'state',
    value,
    source: 'control plane',
    at,
    says,
  });
  if (!snapshot.complete) {
    return told(
      `incomplete${snapshot.incompleteReason === null ? '' : `: ${visible(snapshot.incompleteReason)}`}`,
      'unknown',
    );
  }
  if (!isFresh) return told('too old', 'unknown');
  if (criticalEnvironments.length === 0) return told('no environment is marked as critical', 'unknown');
  return told('complete', null);
}

function purposePredicate(flag: Flag): Predicate {
  const value = flag.purpose ?? 'not set, judged as release';
  return { name: 'purpose', value, source: 'control plane', at: null, says: null };
}

function allowedPredicate(flag: Flag, { ms, purpose, isConfigured }: Allowance): Predicate {
  const source = isConfigured ? 'configuration' : 'default';
  const by = `${isConfigured ? 'as configured' : 'the default'} for ${purpose} flags`;
  const value = `${ms === null ? 'forever' : formatAge(ms)}, ${by}`;
  return { name: 'allowed time', value, source, at: null, says: ms === null ? keepUnlessArchived(flag) : null };
}

function permanentPredicate(flag: Flag): Predicate {
  const { permanent } = flag;
  const value = permanent ? 'yes, it is meant to stay' : nothing.no;
  return {
    name: 'permanent',
    value,
    source: 'control plane',
    at: null,
    says: permanent ? keepUnlessArchived(flag) : null,
  };
}

/** Whoever archived it took back that it was meant to stay. */
function keepUnlessArchived({ archivedAt }: Flag): Predicate['says'] {
  return archivedAt === null ? 'keep' : null;
}

function expiryPredicate({ expiresAt }: Flag, knownUntil: number): Predicate {
  const [time, day] = [timeOf(expiresAt), formatDay(expiresAt)];
  const told = (value: string, says: Predicate['says']): Predicate => ({
    name: 'expires',
    value,
    source: 'control plane',
    at: time === null ? null : expiresAt,
    says,
  });
  if (time === null || day === null) return told(nothing.notSet, null);
  if (time <= knownUntil) return told(`expired on ${day}`, 'safe');
  return told(`planned to stay until ${day}`, 'caution');
}

function prerequisitesPredicate({ prerequisites }: Flag): Predicate {
  const told = { name: 'prerequisites', source: 'control plane', at: null } as const;
  if (prerequisites === null) return { ...told, value: nothing.notTold, says: 'unknown' };
  if (prerequisites.length === 0) return { ...told, value: nothing.none, says: 'safe' };
  return {
    ...told,
    value: `served only where ${keyList(prerequisites)} ${prerequisites.length === 1 ? 'is' : 'are'}`,
    says: 'caution',
  };
}

function dependentsPredicate(flag: Flag, snapshot: FlagSnapshot): Predicate {
  const told = { name: 'dependents', source: 'control plane', at: null } as const;
  const { dependents, untold } = dependentsOf(flag.key, snapshot);
  if (dependents.length > 0)
    return {
      ...told,
      value: `${keyList(dependents)} ${dependents.length === 1 ? 'asks' : 'ask'} for it`,
      says: 'caution',
    };
  if (untold > 0) return { ...told, value: nothing.notTold, says: 'unknown' };
  return { ...told, value: nothing.none, says: 'safe' };
}

function markPredicate({ staleMark }: Flag, { controlPlane }: FlagSnapshot): Predicate {
  const told = { name: "control plane's own mark", source: 'control plane', at: null } as const;
  if (staleMark === null) return { ...told, value: nothing.none, says: null };
  return { ...told, value: `"${visible(staleMark, 120)}", says ${visible(controlPlane.name)}`, says: 'safe' };
}

function archivedPredicate({ archivedAt }: Flag, reads: number | null): Predicate {
  const told = { name: 'archived', source: 'control plane', at: archivedAt } as const;
  if (archivedAt === null) return { ...told, value: nothing.no, says: null };
  const day = formatDay(archivedAt);
  const since = day === null ? '' : ` since ${day}`;
  if (reads === 0) return { ...told, value: `yes${since}, and nothing is left to remove`, says: 'keep' };
  return {
    ...told,
    value: `yes${since}, so the code gets its default values`,
    says: reads === null ? 'unknown' : 'caution',
  };
}

function createdPredicate({ createdAt }: Flag, knownUntil: number): Predicate {
  const age = ageSince(createdAt, knownUntil);
  const value = age === null ? nothing.notTold : `${formatAge(age)} ago`;
  return { name: 'created', value, source: 'control plane', at: age === null ? null : createdAt, says: null };
}

function keyList(keys: readonly string[]): string {
  const shown = keys.slice(0, 3).map(quoteKey);
  return keys.length > 3 ? `${shown.join(', ')} and ${plural(keys.length - 3, 'other')}` : listOf(shown);
}
