import type { Comparison, Flag } from '../model.ts';
import { listOf, quoteKey, visible } from '../text.ts';
import { comparisonsIn, type PlacedComparison, replacements, valueTests } from '../code/value-tests.ts';
import type { Check, CheckFinding } from './check.ts';
import { suggestAmong } from './suggest.ts';
import { evaluationsOf, findingAtKey, type FlagRead } from './usages.ts';

/** A comparison with a value that the flag never has. */
export const unknownVariant: Check = {
  meta: {
    id: 'unknown-variant',
    title: 'The code compares the flag with a value that none of its variants has',
    category: 'existence',
    severity: 'warning',
    inTests: false,
    needsState: true,
    description: `
The flag's value is compared with a text or a number that is no variant of it: a typing error, or a variant that was renamed or removed
before its code. The comparison never holds, and the branch behind it never runs.

\`\`\`ts
// "price-layout" has the variants compact and roomy
if ((await client.getStringValue('price-layout', 'compact')) === 'romy') stretch(); // bad: never
if ((await client.getStringValue('price-layout', 'compact')) === 'roomy') stretch(); // good
\`\`\`

Variants that look alike are suggested. Only \`===\`, \`==\`, \`!==\` and \`!=\` with a literal count, and the cases of a \`switch\` that are
literals, at the call site and where the constant that receives the value is compared. The name of a variant is as good as its value, for
some SDKs answer the one and some the other, and so are the default value at the call site, what \`??\` puts in the place of the value, and
what SDKs answer by themselves (\`control\`, \`disabled\`). The editor offers to write the variant that was meant where only one looks alike.

Silent about boolean and object flags, literals of another type than the flag's, defaults that the code does not show, values that come
through a wrapper, archived flags, and if the state is incomplete, for then not all variants may be known.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, snapshot, text }) {
    if (snapshot === null || !snapshot.complete) return [];
    return evaluationsOf(usages).flatMap((read) =>
      valueTests(read.callSite, text).flatMap((test) =>
        comparisonsIn(test).flatMap((compared) => {
          const literal = unknownLiteral(read, compared.comparison);
          if (literal === null || replacements(read.callSite, test, text())?.includes(literal) !== false) return [];
          return [findingOf(read, literal, compared)];
        }),
      ),
    );
  },
};

/** The literal of a comparison if it is nothing that the flag, or the SDK in its place, can answer. */
function unknownLiteral({ flag, callSite }: FlagRead, { operator, literal }: Comparison): string | number | null {
  if (flag.archivedAt !== null || flag.variants.length === 0) return null;
  if (flag.valueType !== 'string' && flag.valueType !== 'number') return null;
  if (typeof literal !== flag.valueType || (typeof literal !== 'string' && typeof literal !== 'number')) return null;
  if (operator.startsWith('<') || operator.startsWith('>')) return null;
  const { defaultValue } = callSite;
  if (defaultValue?.kind === 'unknown' || defaultValue?.value === literal) return null;
  if (typeof literal === 'string' && answeredBySdks.has(literal)) return null;
  return flag.variants.some(({ name, value }) => name === literal || value === literal) ? null : literal;
}

const answeredBySdks: ReadonlySet<string> = new Set(['control', 'disabled', '']);

function findingOf(
  { flag, callSite }: FlagRead,
  literal: string | number,
  { comparison, span, isCase }: PlacedComparison,
): CheckFinding {
  const values = flag.variants.map(({ value }) => value);
  const suggestions =
    typeof literal === 'number'
      ? []
      : suggestAmong(
          literal,
          values.filter((value) => typeof value === 'string'),
        );
  const [best, ...others] = suggestions;
  const { literalSpan } = comparison;
  const isClear = best !== undefined && others.length === 0 && literalSpan !== undefined;
  const written = visible(JSON.stringify(literal), 60);
  const hint = best === undefined ? '.' : `: did you mean ${quoteKey(best)}?`;
  return findingAtKey(callSite, {
    message: `Flag ${quoteKey(flag.key)} has no variant ${written}${hint}`,
    span,
    flagKey: flag.key,
    evidence: [
      { label: 'variants of the flag', value: variantsLabel(flag), since: null },
      { label: isCase ? 'case' : 'compared with', value: written, since: null },
    ],
    suggestions,
    ...(isClear ? { suggestAt: literalSpan } : {}),
    // Where a constant is compared: what it holds.
    ...(span === callSite.span
      ? {}
      : { related: [{ uri: callSite.uri, span: callSite.span, what: 'the flag is read' }] }),
  });
}

function variantsLabel(flag: Flag): string {
  const shown = flag.variants.slice(0, 8).map(({ name, value }) => {
    const text = visible(JSON.stringify(value), 40);
    return name === value ? text : `${text} (${visible(name, 40)})`;
  });
  return flag.variants.length > 8 ? `${shown.join(', ')}, …` : listOf(shown);
}
