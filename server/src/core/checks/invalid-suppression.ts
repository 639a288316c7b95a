import type { CheckMeta } from './check.ts';

/** A suppression that does not count. Found while suppressions are applied (`suppress.ts`), not by looking at usages. */
export const invalidSuppression: CheckMeta = {
  id: 'invalid-suppression',
  title: 'The suppression comment cannot be used',
  category: 'governance',
  severity: 'warning',
  inTests: true,
  needsState: false,
  description: `
A \`sluice-ignore\` comment without a reason, with the id of a check that does not exist, or with a date that cannot be read hides
nothing and is reported itself, so that nobody relies on it.

\`\`\`ts
// bad: no reason
// sluice-ignore-next-line stale-switch

// bad: there is no check of this name
// sluice-ignore-next-line stale-flag -- needed until release 12

// good
// sluice-ignore-next-line stale-switch -- the payment provider asked us to keep the old form

// good: comes back by itself when the day is over (UTC)
// sluice-ignore-next-line unknown-flag, stale-switch until 2027-03-01 -- created with release 12
\`\`\`

Options: \`severity\`. Suppression comments do not apply to this check.
`,
};
