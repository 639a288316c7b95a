/** Facts of a workspace -> the flag functions and flag objects that its code does not show to be ones, each with a reason. */
import { type ConfiguredObject, type ConfiguredWrapper, link } from '../link/link.ts';
import { collectEvidence, type DiscoverInput, type Evidence } from './evidence.ts';
import { explain, explainObject } from './explain.ts';
import { groupCalls } from './functions.ts';
import { judge, type Verdict } from './judge.ts';
import { findObjects, type ObjectVerdict } from './objects.ts';

export type Proposal = (
  | { readonly kind: 'wrapper'; readonly wrapper: ConfiguredWrapper }
  | { readonly kind: 'object'; readonly objects: readonly ConfiguredObject[] }
) & {
  /** One sentence. */
  readonly why: string;
  /** Places outside of tests that it would make known. */
  readonly reads: number;
};

export interface Discovery {
  /** Most reads first. */
  readonly proposals: readonly Proposal[];
  /** What looks like it but is left out: one sentence each. */
  readonly declined: readonly string[];
}

/** What is already known needs no proposal. Pure; the same facts give the same answer. */
export function discover(input: DiscoverInput): Discovery {
  const evidence = collectEvidence(input);
  const candidates = judgeFunctions(evidence);
  const asked = candidates.filter(({ isProposed }) => isProposed).flatMap(({ keys }) => [...keys]);
  const objects = findObjects({ ...evidence, knownKeys: new Set([...evidence.knownKeys, ...asked]) });
  const functions = candidates.length === 0 ? [] : withObjects(input, evidence, candidates, objects);
  const proposals = [
    ...functions.filter(({ isProposed }) => isProposed).map((verdict) => proposed(evidence, verdict)),
    ...objects.filter(({ isProposed }) => isProposed).map((verdict) => proposedObject(evidence, verdict)),
  ];
  return {
    proposals: proposals.sort((a, b) => b.reads - a.reads || (a.why < b.why ? -1 : 1)),
    declined: [
      ...functions.filter(({ isProposed }) => !isProposed).map((verdict) => explain(evidence, verdict)),
      ...objects.filter(({ isProposed }) => !isProposed).map((verdict) => explainObject(evidence, verdict)),
    ].sort(),
  };
}

function judgeFunctions(evidence: Evidence): readonly Verdict[] {
  return groupCalls(evidence)
    .map((group) => judge(evidence, group))
    .filter((verdict) => verdict !== null);
}

/** A function that reads a proposed object needs no word of its own: how it makes the key of what it is given is in the code. */
function withObjects(
  input: DiscoverInput,
  { knownKeys }: Evidence,
  candidates: readonly Verdict[],
  verdicts: readonly ObjectVerdict[],
): readonly Verdict[] {
  const flagObjects = verdicts.filter(({ isProposed }) => isProposed).flatMap(({ objects }) => objects);
  if (flagObjects.length === 0) return candidates;
  const { files, rootUri, resolveModule } = input;
  const { callSites } = link({ files, wrappers: [], flagObjects, rootUri, resolveModule });
  return judgeFunctions({ ...collectEvidence({ ...input, callSites }), knownKeys });
}

function proposed(evidence: Evidence, verdict: Verdict): Proposal {
  const { target, key } = verdict;
  const place =
    target.kind === 'package'
      ? { module: target.specifier }
      : target.kind === 'declared'
        ? { module: evidence.pathOf(target.uri) }
        : { module: null, ...(target.owners.size > 0 ? { owner: [...target.owners].sort() } : {}) };
  return {
    kind: 'wrapper',
    wrapper: { ...place, name: target.name, key, default: null, value: null },
    why: explain(evidence, verdict),
    reads: verdict.calls,
  };
}

function proposedObject(evidence: Evidence, verdict: ObjectVerdict): Proposal {
  return { kind: 'object', objects: verdict.objects, why: explainObject(evidence, verdict), reads: verdict.reads };
}
