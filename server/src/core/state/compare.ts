/** Where two control planes disagree, flag by flag: for a migration from one to the other. */
import { unlistedEnvironments } from './environments.ts';
import {
  compareFlag,
  counterpartOf,
  type ComparedPair,
  type ComparedSide,
  type Difference,
  type NotKnown,
} from './compare-flag.ts';

/** The environments of a comparison, each in the words of the control plane it belongs to. */
export interface ComparedEnvironments {
  readonly pairs: readonly { readonly authoritative: string; readonly compared: string }[];
  /** Those without a counterpart: they are not compared. */
  readonly onlyAuthoritative: readonly string[];
  readonly onlyCompared: readonly string[];
}

export interface Comparison {
  /** Names as configured. */
  readonly authoritative: string;
  readonly compared: string;
  /** Why nothing could be compared, as one sentence; null where it could. */
  readonly problem: string | null;
  /** False: more differences may be there than are known. */
  readonly isComplete: boolean;
  /** How many flags were looked at: those of either. */
  readonly flags: number;
  /** Sorted by key, then as the flag is described: what it is before what it serves. */
  readonly differences: readonly Difference[];
  readonly notKnown: readonly NotKnown[];
  readonly environments: ComparedEnvironments;
}

/** Compares all flags. Absent state on either side is a `problem`, never a difference. */
export function compareSnapshots(pair: ComparedPair): Comparison {
  const { authoritative, compared } = pair;
  const names = { authoritative: authoritative.name, compared: compared.name };
  const unknown = [authoritative, compared].find(({ index }) => index === null);
  if (unknown !== undefined) {
    const environments = { pairs: [], onlyAuthoritative: [], onlyCompared: [] };
    const problem = `The state of ${unknown.name} is not known.`;
    return { ...names, problem, isComplete: false, flags: 0, differences: [], notKnown: [], environments };
  }
  const keys = new Set([authoritative, compared].flatMap((side) => keysOf(side)));
  const results = [...keys].sort().map((key) => compareFlag(key, pair));
  return {
    ...names,
    problem: null,
    isComplete: [authoritative, compared].every(({ index }) => index?.canShowAbsence),
    flags: keys.size,
    differences: results.flatMap(({ differences }) => differences),
    notKnown: results.flatMap(({ notKnown }) => notKnown),
    environments: compareEnvironments(pair),
  };
}

/** How many flags the differences are about. */
export function differingFlags({ differences }: Pick<Comparison, 'differences'>): number {
  return new Set(differences.map(({ key }) => key)).size;
}

function keysOf({ index }: ComparedSide): readonly string[] {
  return index?.snapshot.flags.map(({ key }) => key) ?? [];
}

function compareEnvironments(pair: ComparedPair): ComparedEnvironments {
  const ours = environmentsOf(pair.authoritative);
  const theirs = environmentsOf(pair.compared);
  const pairs = ours.flatMap((environment) => {
    const counterpart = counterpartOf(environment, pair);
    return theirs.includes(counterpart) ? [{ authoritative: environment, compared: counterpart }] : [];
  });
  return {
    pairs,
    onlyAuthoritative: ours.filter((key) => !pairs.some(({ authoritative }) => authoritative === key)),
    onlyCompared: theirs.filter((key) => !pairs.some(({ compared }) => compared === key)),
  };
}

/** Listed ones in the control plane's order, then those that only flags name. */
function environmentsOf({ index }: ComparedSide): readonly string[] {
  if (index === null) return [];
  const { snapshot } = index;
  const unlisted = new Set(snapshot.flags.flatMap((flag) => unlistedEnvironments(flag, snapshot)));
  return [...snapshot.environments.map(({ key }) => key), ...[...unlisted].sort()];
}
