import { decisionsOf, type Decision } from '../code/decisions.ts';
import { certainKey, nameOf } from '../code/reads.ts';
import type { Branch, Fix, Span } from '../model.ts';
import type { Check } from './check.ts';
import { findingAtKey } from './usages.ts';

/** A flag that chooses between one thing and the same. */
export const identicalBranches: Check = {
  meta: {
    id: 'identical-branches',
    title: 'Both branches of the flag are the same code',
    category: 'use',
    severity: 'warning',
    inTests: false,
    needsState: false,
    description: `
Whatever the flag serves, the same code runs. Such branches are what is left when somebody copied a branch and forgot to change it, or
changed both to the same in a merge. The flag looks alive in the control plane, its roll-out goes well, and nothing is rolled out.

\`\`\`ts
if (await client.getBooleanValue('new-prices', false)) total = priceOf(cart); // bad: the same
else total = priceOf(cart);

if (await client.getBooleanValue('new-prices', false)) total = newPriceOf(cart); // good
else total = priceOf(cart);
\`\`\`

Compared is the code, not its layout: comments, blanks and redundant brackets do not count. Looked at are \`if\` with \`else\`, the two
sides of \`? :\`, and an \`if\` that leaves and the code after it; at the call or through a variable that holds the value.

The fix leaves one of the two. It is offered where nothing but the flag takes part in the condition and no comment would be lost.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, text }) {
    const seen = new Set<number>();
    return usages.flatMap((usage) => {
      const { callSite } = usage;
      if (callSite.role !== 'evaluation') return [];
      return decisionsOf(callSite).flatMap((decision) => {
        const { branch, span } = decision;
        if (!branch.isSameCode || seen.has(branch.span.start)) return [];
        seen.add(branch.span.start);
        const fix = fixFor(decision, text());
        return [
          findingAtKey(callSite, {
            span,
            message: `${nameOf(callSite)} decides nothing here: the same code runs whatever it serves.`,
            flagKey: certainKey(usage),
            related: [branch.whenTrue, branch.whenFalse].flatMap((arm) =>
              arm === null ? [] : [{ uri: callSite.uri, span: arm.span, what: 'the same code begins' }],
            ),
            ...(fix === null ? {} : { fixes: [fix] }),
          }),
        ];
      });
    });
  },
};

function fixFor({ branch, use }: Decision, source: string): Fix | null {
  const { kind, span, isAlone, whenTrue, whenFalse } = branch;
  if (!isAlone || use.comparison !== null || whenTrue === null || whenFalse === null) return null;
  const [kept, dropped] = [textAt(source, whenTrue.span), textAt(source, whenFalse.span)];
  if (squeezed(kept) !== squeezed(dropped)) return null;
  // A comment outside of both is about the condition, or about what is lost.
  const outside = `${source.slice(span.start, whenTrue.span.start)} ${source.slice(whenTrue.span.end, whenFalse.span.start)}`;
  if (/\/[/*]/.test(outside)) return null;
  const newText = textFor(kind, kept);
  return newText === null ? null : { title: 'Keep one of the two', edits: [{ span, newText }] };
}

/** What stands in place of the branch; null where it might not stand there. */
function textFor(kind: Branch['kind'], kept: string): string | null {
  // A block or a statement stands wherever an `if` does, and what a block declares stays in it. With one of these in front, it would
  // go on with the line before where that has no semicolon.
  if (kind === 'if' || kind === 'else-if') return /^[[(`/+-]/.test(kept) ? null : kept;
  // The code after it does the same.
  if (kind === 'early-return') return '';
  return kind === 'ternary' && /^(?:[\w$.]+(?:\([\w$., ]*\))?|'[^'\\]*'|"[^"\\]*"|<[\s\S]*>)$/.test(kept) ? kept : null;
}

function textAt(source: string, { start, end }: Span): string {
  return source.slice(start, end);
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ');
}
