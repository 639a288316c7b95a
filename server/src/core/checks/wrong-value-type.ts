import type { CallSite, Flag, ValueType } from '../model.ts';
import { valueTypeOf } from '../state/serving.ts';
import { quoteKey, visible } from '../text.ts';
import type { Check, CheckFinding } from './check.ts';
import { isReadAsValve } from './switch-read-as-valve.ts';
import { certainFlags, findingAtKey, typeEvidence } from './usages.ts';
import { isReadAsSwitch } from './valve-read-as-switch.ts';

/** An accessor or a default value of another type than the flag's. */
export const wrongValueType: Check = {
  meta: {
    id: 'wrong-value-type',
    title: 'The code reads the flag as another type than it has',
    category: 'types',
    severity: 'error',
    inTests: false,
    needsState: true,
    description: `
The accessor asks for one type of value and the flag has another. SDKs answer with a type mismatch and serve the default value, so
the flag can be turned in the control plane and nothing happens in the program. A default value of another type is reported, too: the
program gets the wrong type exactly when the control plane cannot be reached.

\`\`\`ts
// "search-page-size" is a number, "new-checkout" is a boolean
await client.getBooleanValue('search-page-size', false); // bad: always false
await client.getNumberValue('search-page-size', 20); // good
ldClient.variation('new-checkout', user, 'off'); // bad: 'off' is a string, and as a condition it is true
ldClient.variation('new-checkout', user, false); // good
\`\`\`

Accessors without a type, accessors that only ask whether a flag is on or which variant it is (\`isEnabled\`, \`isOn\`,
\`hasFeature\`, \`getVariant\`), the default value \`null\`, and flags whose variants are of several types are never reported. A flag of true and
false that is read as a number is left to \`switch-read-as-valve\`, a share that is read as true or false to \`valve-read-as-switch\`.

Options: \`severity\`; \`inTests\` (off by default, because tests try wrong types on purpose).
`,
  },
  run({ usages }) {
    return usages.flatMap((usage) => {
      if (usage.callSite.role !== 'evaluation' || fitsAnyType.test(usage.callSite.method)) return [];
      return certainFlags(usage).flatMap((flag) => {
        // These have checks of their own.
        if (isReadAsValve(usage.callSite, flag) || isReadAsSwitch(usage.callSite, flag)) return [];
        const finding = hasOneType(flag)
          ? (accessorFinding(usage.callSite, flag) ?? defaultFinding(usage.callSite, flag))
          : null;
        return finding === null ? [] : [finding];
      });
    });
  },
};

function accessorFinding(callSite: CallSite, flag: Flag): CheckFinding | null {
  const { valueType, method } = callSite;
  if (valueType === null || valueType === flag.valueType) return null;
  return findingAtKey(callSite, {
    message: `Flag ${quoteKey(flag.key)} is ${withArticle(flag.valueType)}, but ${visible(method, 60)} reads ${withArticle(valueType)}.`,
    flagKey: flag.key,
    evidence: [typeEvidence(flag), { label: 'read by the code', value: valueType, since: null }],
  });
}

function defaultFinding(callSite: CallSite, flag: Flag): CheckFinding | null {
  const { defaultValue } = callSite;
  if (defaultValue?.kind !== 'known' || defaultValue.value === null || defaultValue.valueType === flag.valueType)
    return null;
  return findingAtKey(callSite, {
    message: `Flag ${quoteKey(flag.key)} is ${withArticle(flag.valueType)}, but its default value here is ${withArticle(defaultValue.valueType)}.`,
    span: defaultValue.span,
    flagKey: flag.key,
    evidence: [
      typeEvidence(flag),
      { label: 'default value in the code', value: visible(JSON.stringify(defaultValue.value), 60), since: null },
    ],
  });
}

/** False where the variants contradict what the control plane says of the flag: then its type is not known. */
function hasOneType(flag: Flag): boolean {
  return flag.variants.every((variant) => {
    const type = valueTypeOf(variant.value);
    return type === null || type === flag.valueType;
  });
}

/** `isEnabled` answers true or false and `getVariant` an object about the variant, whatever the type of the flag's values. */
const fitsAnyType = /enabled|disabled|hasfeature|ison$|isoff$|variant$/i;

function withArticle(type: ValueType): string {
  return type === 'object' ? 'an object' : `a ${type}`;
}
