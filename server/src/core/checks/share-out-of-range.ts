import type { CallSite, Comparison } from '../model.ts';
import { fullShare } from '../state/serving.ts';
import { shareValues } from '../state/share-values.ts';
import { quoteKey, visible } from '../text.ts';
import { valueTests } from '../code/value-tests.ts';
import type { Check, CheckFinding } from './check.ts';
import { evaluationsOf, findingAtKey, type FlagRead, typeEvidence } from './usages.ts';

/** A share that is compared on the wrong scale. */
export const shareOutOfRange: Check = {
  meta: {
    id: 'share-out-of-range',
    title: 'A share is compared with a number that it never reaches',
    category: 'types',
    severity: 'warning',
    inTests: false,
    needsState: false,
    description: `
A share is compared with a number outside of its range, so that the comparison always holds or never does: percent were meant and parts of
one are served, or the other way around.

\`\`\`ts
// "sampling" serves 0, 0.1 or 1
if ((await client.getNumberValue('sampling', 0)) > 50) traceAll(); // bad: never
if ((await client.getNumberValue('sampling', 0)) > 0.5) traceAll(); // good

const inRollout = () => Math.random() < 5; // bad: always; 5 % is 0.05
const inRollout = () => Math.random() < 0.05; // good
\`\`\`

Of flags, those whose values are numbers count, and only if they are shares: a valve, or variants that are 0, 1 or 100, and something
between. The range goes from the lowest to the highest value of a variant and the default value. A comparison with the lowest or the
highest value itself is a guard and never reported. The check needs the state for flags, and says nothing of them if it is incomplete, for
then not all variants may be known. Conditions that open a way by chance need none; they count if the names around them say that a share
of the load is meant (\`inRollout\`, \`samplePercent\`).

Looked at are \`<\`, \`<=\`, \`>\`, \`>=\`, \`===\` and \`!==\` with a number, at the call site and where the constant that receives the value is
compared. Silent about values that come through a wrapper.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, snapshot, text }) {
    const byChance = usages.flatMap(({ callSite }) => chanceFinding(callSite) ?? []);
    if (snapshot === null || !snapshot.complete) return byChance;
    const ofFlags = evaluationsOf(usages).flatMap((read) => {
      const range = rangeOf(read);
      if (range === null) return [];
      return valueTests(read.callSite, text).flatMap(({ span, use }) => {
        const always = use.comparison && outcomeOf(use.comparison, range);
        return always === null || use.comparison === null
          ? []
          : [flagFinding(read, { span, always, range, comparison: use.comparison })];
      });
    });
    return [...byChance, ...ofFlags];
  },
};

interface Range {
  readonly lowest: number;
  readonly highest: number;
}

/** What the code may get; null where that is not known, or no share. */
function rangeOf({ flag, callSite }: FlagRead): Range | null {
  const values = shareValues(flag);
  const { defaultValue } = callSite;
  if (values === null || flag.archivedAt !== null || defaultValue?.kind === 'unknown') return null;
  const fallback = typeof defaultValue?.value === 'number' ? [defaultValue.value] : [];
  return { lowest: Math.min(values.lowest, ...fallback), highest: Math.max(values.highest, ...fallback) };
}

/** What a comparison with a number outside of the range always gives; null where it depends. */
function outcomeOf({ operator, literal }: Comparison, { lowest, highest }: Range): boolean | null {
  if (typeof literal !== 'number' || (literal >= lowest && literal <= highest)) return null;
  const isAbove = literal > highest;
  switch (operator) {
    case '<':
    case '<=':
      return isAbove;
    case '>':
    case '>=':
      return !isAbove;
    case '===':
    case '==':
      return false;
    case '!==':
    case '!=':
      return true;
  }
}

function flagFinding(
  { flag, callSite }: FlagRead,
  found: {
    readonly span: CheckFinding['span'];
    readonly always: boolean;
    readonly range: Range;
    readonly comparison: Comparison;
  },
): CheckFinding {
  const { span, always, range, comparison } = found;
  return findingAtKey(callSite, {
    message: `Flag ${quoteKey(flag.key)} is never ${sideOf(comparison, range)}, so that this ${always ? 'always' : 'never'} holds.`,
    span,
    flagKey: flag.key,
    evidence: [
      typeEvidence(flag),
      { label: 'range', value: `${range.lowest} to ${range.highest}`, since: null },
      { label: 'compared', value: `${comparison.operator} ${JSON.stringify(comparison.literal)}`, since: null },
    ],
    ...(span === callSite.span
      ? {}
      : { related: [{ uri: callSite.uri, span: callSite.span, what: 'the flag is read' }] }),
  });
}

function sideOf({ literal }: Comparison, { highest }: Range): string {
  return typeof literal === 'number' && literal > highest ? `above ${highest}` : `as low as ${JSON.stringify(literal)}`;
}

/** A condition that opens a way for none or all of the load, though it is made to open it for a share. */
function chanceFinding(callSite: CallSite): CheckFinding | null {
  const { role, share, key } = callSite;
  if (role !== 'home-made-valve' || (share !== 0 && share !== fullShare)) return null;
  const text = key.kind === 'dynamic' ? visible(key.text, 80) : '';
  return findingAtKey(callSite, {
    message: `This draws a share of the load and ${share === 0 ? 'never' : 'always'} holds: ${text}`,
    evidence: [{ label: 'share', value: share === 0 ? 'none of the load' : 'all of the load', since: null }],
  });
}
