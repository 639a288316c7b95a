import type { CheckMeta } from './check.ts';

/** A suppression that hides nothing. Found while suppressions are applied (`suppress.ts`), not by looking at usages. */
export const unusedSuppression: CheckMeta = {
  id: 'unused-suppression',
  title: 'The suppression hides nothing',
  category: 'governance',
  severity: 'info',
  inTests: true,
  needsState: false,
  description: `
Nothing is left for the \`sluice-ignore\` comment to hide: the code was put right, or the flag was created. Left in place, it hides the
next finding that nobody has looked at.

\`\`\`ts
// bad: "new-checkout" exists by now
// sluice-ignore-next-line unknown-flag -- created with release 12
if (await client.getBooleanValue('new-checkout', false)) renderCheckout();

// good
if (await client.getBooleanValue('new-checkout', false)) renderCheckout();
\`\`\`

Said only where it is certain: the whole workspace has been read, and every check that the comment names is on, looks at this file and
had all it needs, which for most checks is a complete and fresh state. A comment that names a check which is off is not
reported: it may be on for somebody else. Neither is one for checks of age and roll-out (or for all checks) as long as a flag is read
where it stands: their findings come and go with the state.

A fix removes the comment.

Options: \`severity\`. Suppression comments do not apply to this check.
`,
};
