import type { CallSite, Comparison } from '../model.ts';
import { fullShare } from '../state/serving.ts';
import { shareValues } from '../state/share-values.ts';
import { quoteKey, visible } from '../text.ts';
import { comparisonsIn, type PlacedComparison, replacements, valueTests } from '../code/value-tests.ts';
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

Looked at are \`<\`, \`<=\`, \`>\`, \`>=\`, \`===\` and \`!==\` with a number, and the cases of a \`switch\` that are numbers, at the call site and
where the constant that receives the value is compared. What \`??\` puts in the place of the value belongs to the range. Silent about values
that come through a wrapper.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, snapshot, text }) {
    const byChance = usages.flatMap(({ callSite }) => chanceFinding(callSite) ?? []);
    if (snapshot === null || !snapshot.complete) return byChance;
    const ofFlags = evaluationsOf(usages).flatMap((read) => {
      const range = rangeOf(read);
      if (range === null) return [];
      return valueTests(read.callSite, text).flatMap((test) =>
        comparisonsIn(test).flatMap((compared) => {
          if (outcomeOf(compared.comparison, range) === null) return [];
          // What `??` puts in the place of no value may lie beyond the range.
          const others = replacements(read.callSite, test, text());
          const always = others && outcomeOf(compared.comparison, widened(range, others));
          return always === null || others === null
            ? []
            : [flagFinding(read, { compared, always, range: widened(range, others) })];
        }),
      );
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
  return widened(values, [defaultValue?.value]);
}

function widened({ lowest, highest }: Range, others: readonly unknown[]): Range {
  const numbers = others.filter((other) => typeof other === 'number');
  return { lowest: Math.min(lowest, ...numbers), highest: Math.max(highest, ...numbers) };
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
    readonly compared: PlacedComparison;
    readonly always: boolean;
    readonly range: Range;
  },
): CheckFinding {
  const { compared, always, range } = found;
  const { comparison, span, isCase } = compared;
  const literal = JSON.stringify(comparison.literal);
  return findingAtKey(callSite, {
    message: `Flag ${quoteKey(flag.key)} is never ${sideOf(comparison, range)}, so that this ${always ? 'always' : 'never'} holds.`,
    span,
    flagKey: flag.key,
    evidence: [
      typeEvidence(flag),
      { label: 'range', value: `${range.lowest} to ${range.highest}`, since: null },
      { label: 'compared', value: isCase ? `case ${literal}` : `${comparison.operator} ${literal}`, since: null },
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
