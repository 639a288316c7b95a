import type { CheckMeta } from './check.ts';

/** A suppression past its last day. Found while suppressions are applied (`suppress.ts`), not by looking at usages. */
export const expiredSuppression: CheckMeta = {
  id: 'expired-suppression',
  title: 'The suppression is past its last day',
  category: 'governance',
  severity: 'warning',
  inTests: true,
  needsState: false,
  description: `
A \`sluice-ignore\` comment with \`until\` counts to the end of that day (UTC). After it, the comment hides nothing: what it hid is
reported again, and the comment itself is, so that somebody decides instead of moving the date without looking.

\`\`\`ts
// bad, from 2027-03-02 on
// sluice-ignore-next-line stale-switch until 2027-03-01 -- the campaign runs to the end of February
if (await client.getBooleanValue('winter-sale', false)) showSale();

// good: the day is still to come
// sluice-ignore-next-line stale-switch until 2028-03-01 -- the campaign runs to the end of February
if (await client.getBooleanValue('winter-sale', false)) showSale();
\`\`\`

The evidence names each finding that the comment would hide. Where there is none, a fix removes the comment.

Options: \`severity\`. Suppression comments do not apply to this check.
`,
};
