import { blankOut } from '../code/blank.ts';
import { certainKey, nameOf } from '../code/reads.ts';
import type { CallSite } from '../model.ts';
import type { Check } from './check.ts';
import { findingAtKey } from './usages.ts';

/** An evaluation that has nothing to fall back to. */
export const missingDefault: Check = {
  meta: {
    id: 'missing-default',
    title: 'The evaluation has no default value',
    category: 'roll-out',
    severity: 'warning',
    inTests: false,
    needsState: false,
    description: `
The accessor takes a default value, and none is given. When the control plane cannot be reached, before the first answer has come, and
for a flag that does not exist (yet, or any more), the code gets \`undefined\` or \`null\` and goes on with it.

\`\`\`ts
const size = ldClient.variation('search-page-size', user); // bad: undefined on the day the control plane is down
const size = ldClient.variation('search-page-size', user, 20); // good

const { color } = await client.getObjectValue('theme'); // bad: throws then
const { color } = await client.getObjectValue('theme', { color: 'blue' }); // good
\`\`\`

Silent for SDKs that answer with something of their own without a default value, for accessors that ask whether a flag is on or which variant it is (\`isEnabled\`, \`hasFeature\`, \`getVariant\`), which answer
"off" by themselves; for a value that is only tested where it is read, because \`undefined\` counts as off there; for wrappers, which
may have a default of their own; and where arguments are spread or handed on as one object, so that a default may be among them.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, text }) {
    return usages.flatMap((usage) => {
      const { callSite } = usage;
      if (!lacksDefault(callSite) || mayHideDefault(callSite, text())) return [];
      return [
        findingAtKey(callSite, {
          message: `${nameOf(callSite)} has no default value: the code gets none when the control plane cannot answer.`,
          flagKey: certainKey(usage),
          evidence: [{ label: 'accessor', value: `${callSite.method} (${callSite.sdk})`, since: null }],
        }),
      ];
    });
  },
};

/** In these, a default is an extra: without one they answer with something that their types tell. */
const optional: readonly string[] = ['flagsmith', 'amplitude', 'posthog', 'featurevisor', 'split', 'prefab', 'unleash'];

/** These answer by themselves: with "off", an empty variant, a configuration that is turned off. */
const answersItself = /^(?:is|has)[A-Z]|Enabled$|[vV]ariant$|config$|^(?:agents?|initChat|judge|create)/i;

function lacksDefault({ role, key, via, takesDefault, defaultValue, sdk, method, use }: CallSite): boolean {
  if (
    role !== 'evaluation' ||
    !takesDefault ||
    defaultValue !== null ||
    via.length > 0 ||
    sdk === 'configured' ||
    optional.includes(sdk)
  )
    return false;
  // Inside a wrapper: what its callers do without a default is theirs.
  if (key.kind === 'dynamic' && key.reason.startsWith('parameter of')) return false;
  return !answersItself.test(method) && !isOnlyTested(use);
}

/** `undefined` and `false` lead the same way. */
function isOnlyTested({ kind, comparison }: CallSite['use']): boolean {
  return kind === 'discarded' || (kind === 'condition' && comparison === null);
}

/** Arguments that are spread, or an object of options that the text does not show. */
function mayHideDefault({ span, keySpan }: CallSite, source: string): boolean {
  const code = blankOut(source.slice(span.start, span.end));
  const after = code.slice(keySpan.end - span.start);
  return (
    code.includes('...') || /^[^,]*,\s*(?:options?|opts|config|fallbacks?|defaults?|params|props|args)\b/i.test(after)
  );
}
