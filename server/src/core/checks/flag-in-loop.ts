import { blankOut, endOfBrackets } from '../code/blank.ts';
import { enclosing } from '../code/enclosing.ts';
import { certainKey, isHook, nameOf } from '../code/reads.ts';
import type { CallSite } from '../model.ts';
import type { Check } from './check.ts';
import { findingAtKey } from './usages.ts';

/** One and the same question, asked for each element. */
export const flagInLoop: Check = {
  meta: {
    id: 'flag-in-loop',
    title: 'The flag is read again for each element',
    category: 'use',
    severity: 'info',
    recommended: false,
    inTests: false,
    needsState: false,
    description: `
The evaluation stands in a loop, or in a function that is called for each element of a list, and nothing in it depends on the element.
Each round asks the same question: it costs an evaluation (and an event that counts it, and with some SDKs a request), and when
the flag is turned meanwhile, half of the list is treated one way and half the other.

\`\`\`ts
for (const book of books) {
  if (await client.getBooleanValue('new-prices', false)) reprice(book); // bad: the same answer for each book, or worse: not the same
}

const hasNewPrices = await client.getBooleanValue('new-prices', false); // good
for (const book of books) if (hasNewPrices) reprice(book);
\`\`\`

Off by default: with an SDK that answers from memory it is often harmless. Silent where the key, the evaluation context or anything
else in the call may depend on the element, for loops that wait for something to change (\`while\`, \`do\`, \`for (;;)\`), for hooks, and
for flags that have been read already (\`flags.newPrices\`).

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, text }) {
    const inLoops = usages.filter(({ callSite }) => isCandidate(callSite));
    if (inLoops.length === 0) return [];
    const code = blankOut(text());
    return inLoops.flatMap((usage) => {
      const { callSite } = usage;
      if (!asksTheSame(callSite, code)) return [];
      return [
        findingAtKey(callSite, {
          message: `${nameOf(callSite)} is read for each element, and nothing in the call depends on the element: read it once before.`,
          flagKey: certainKey(usage),
          evidence: [
            {
              label: 'each evaluation',
              value: callSite.isAsync === true ? 'is waited for' : 'is made anew',
              since: null,
            },
          ],
        }),
      ];
    });
  },
};

function isCandidate(callSite: CallSite): boolean {
  return callSite.role === 'evaluation' && callSite.use.inLoop && callSite.key.kind === 'literal' && !isHook(callSite);
}

/** Nothing that the call names is given a value in the loop, and nobody else is logged in there. */
function asksTheSame({ span, use }: CallSite, code: string): boolean {
  const call = code.slice(span.start, span.end);
  if (!call.endsWith(')') || call.startsWith('new ')) return false;
  const from = use.within?.start ?? 0;
  const loop = enclosing(code, span.start, from).findLast(({ word }) => /^(?:for|while|do)$/.test(word));
  if (loop !== undefined && (loop.word !== 'for' || !/\b(?:of|in)\b/.test(loop.head ?? ''))) return false;
  const start = loop === undefined ? from : code.lastIndexOf('for', loop.at);
  const end = (loop === undefined ? use.within?.end : endOfBrackets(code, loop.at)) ?? span.end;
  if (end - start > maxLoop) return false;
  if (changesContext.test(code.slice(start, span.start)) || changesContext.test(code.slice(span.end, end)))
    return false;
  const given = namesGiven(code.slice(start, span.start));
  return (call.match(word) ?? []).every((name) => !given.has(name));
}

/** Longer loops do too many things to be sure. */
const maxLoop = 5_000;

const word = /(?<![.\w$])[A-Za-z_$][\w$]*/g;

/** What an SDK that knows its user answers may be of another one after this. */
const changesContext = /\b\w*(?:identify|context|user|login|session)\w*\s*\(/i;

/** Names that are declared, taken as parameters or assigned to. */
function namesGiven(code: string): ReadonlySet<string> {
  const places = [
    ...code.matchAll(/\b(?:const|let|var|class|function)\b([^=;]*?)(?:=|;|\bof\b|\bin\b|\{\s|$)/g),
    ...code.matchAll(/\(([^()]*)\)\s*(?::[^=>]*)?(?:=>|\{)/g),
    ...code.matchAll(/([\w$]+)\s*(?:=>|(?:[-+*/%&|^?]|\*\*|&&|\|\||\?\?)?=(?![=>])|\+\+|--)/g),
    ...code.matchAll(/(?:\+\+|--)\s*([\w$]+)/g),
    ...code.matchAll(/[[{]([^=;()]*)[\]}]\s*=(?![=>])/g),
  ];
  return new Set(places.flatMap(([, names = '']) => names.match(word) ?? []));
}
