import { blankOut } from '../code/blank.ts';
import { enclosing } from '../code/enclosing.ts';
import { certainKey, isHook, nameOf, sameKey } from '../code/reads.ts';
import type { CallSite, FlagUsage } from '../model.ts';
import type { Check } from './check.ts';
import { findingAtKey } from './usages.ts';

/** A value that is as old as the process. */
export const moduleLevelRead: Check = {
  meta: {
    id: 'module-level-read',
    title: 'The flag is read once, when the module is loaded',
    category: 'use',
    severity: 'warning',
    inTests: false,
    needsState: false,
    description: `
The evaluation is not in any function, so that it runs once, when the module is loaded, and its value stays for as long as the process
or the page lives. Turning the flag changes nothing until everything has been started again, which is what a flag is meant to avoid.
Often the client has not even been told its flags at that moment, and the value is the default for good.

\`\`\`ts
const hasNewPrices = client.getBooleanValue('new-prices', false); // bad: as it was when the process began
export const priceOf = (book: Book) => (hasNewPrices ? book.newPrice : book.price);

export const priceOf = (book: Book) => (client.getBooleanValue('new-prices', false) ? book.newPrice : book.price); // good
\`\`\`

Silent for values that may be renewed (\`let\`, a variable that is assigned again elsewhere), for what only describes a flag (Vercel's
\`flag()\`, decorators, components, wrappers that give out a function), for arguments of other calls, for the scripts of Vue and Svelte
components (they run for each instance), for configuration files, scripts and programs that only run once.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, text }) {
    const candidates = usages.filter(({ callSite }) => isCandidate(callSite));
    if (candidates.length === 0) return [];
    const source = text();
    const code = blankOut(source);
    if (source.startsWith('#!') || !livesOn.test(code)) return [];
    return candidates.flatMap((usage) => {
      const { callSite } = usage;
      if (!isFrozen(callSite, code) || isRenewed(callSite, usages)) return [];
      return [
        findingAtKey(callSite, {
          message: `${nameOf(callSite)} is read when the module is loaded: turning it changes nothing until the program starts again.`,
          flagKey: certainKey(usage),
        }),
      ];
    });
  },
};

const runsOnce =
  /\/(?:scripts?|bin|tools?|examples?|migrations?|seeds?|bench(?:marks?)?)\/|\.config\.[cm]?[jt]sx?$|\/config\/[^/]*$|\.stories\./;

/** A module that others import, a server, a page. */
const livesOn =
  /\bexport\b|\bmodule\.exports\b|(?<!\.)\bexports\.|\.listen\s*\(|\bcreateServer\s*\(|\bserve\s*\(|\bcreateRoot\s*\(|\baddEventListener\s*\(|\bsetInterval\s*\(/;

/** These give out a component, or something else that asks later. */
const asksLater = /^[A-Z]|^(?:with|create|make|define|build|register|render)[A-Z]/;

function isCandidate(callSite: CallSite): boolean {
  const { role, use, language, via, method, sdk, uri, isAsync } = callSite;
  // Of what neither comes at once nor in a promise nobody knows when it is asked for.
  if (isAsync === null) return false;
  if (role !== 'evaluation' || !use.atModuleLevel || language === 'vue' || language === 'svelte') return false;
  if (sdk === 'vercel-flags' || isHook(callSite) || [method, ...via].some((name) => asksLater.test(name))) return false;
  return !runsOnce.test(uri);
}

/** The value decides right here, or goes into a constant. */
function isFrozen({ span, use, via }: CallSite, code: string): boolean {
  const call = code.slice(span.start, span.end);
  if (call.startsWith('<') || /@\s*$/.test(code.slice(0, span.start))) return false;
  const decides = use.branch !== null || use.comparison !== null || use.negated;
  // A wrapper may give out a function that reads the flag later.
  if (via.length > 0 && !decides && !use.awaited) return false;
  if (!decides && use.kind !== 'assigned') return false;
  const around = enclosing(code, span.start);
  const isArgument = around.some(({ bracket, word }) => bracket === '(' && !/^(?:if|while|switch|await|)$/.test(word));
  if (isArgument) return false;
  const places = [span.start, ...around.filter(({ bracket }) => bracket !== '(').map(({ at }) => at)];
  return use.kind !== 'assigned' || places.some((place) => isConstant(code, place));
}

/** What comes next goes into a constant: `const x = `, in a class `static readonly x = `. */
function isConstant(code: string, place: number): boolean {
  const before = code.slice(Math.max(0, place - 300), place);
  return /(?:\bconst\s+[\w$]+\s*(?::[^=;]*)?=|\bstatic\s+readonly\s+[#\w$]+\s*(?::[^=;]*)?=|\bmodule\.exports\s*=)[\s[(!]*(?:await\b)?[\s[(!]*$/.test(
    before,
  );
}

/** Read again in a function, into something of the same name. */
function isRenewed({ use, ...callSite }: CallSite, usages: readonly FlagUsage[]): boolean {
  const key = sameKey({ ...callSite, use });
  return usages.some(
    ({ callSite: other }) =>
      !other.use.atModuleLevel && sameKey(other) === key && other.use.kind === 'assigned' && use.kind === 'assigned',
  );
}
