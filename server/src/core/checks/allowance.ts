/** How long a flag may sit still, as evidence and as documentation. */
import type { Evidence, Flag } from '../model.ts';
import { formatAge } from '../state/age.ts';
import type { AllowedTimes, Allowance } from '../state/allowance.ts';
import { markdownTable } from '../text.ts';

/** By what a flag was judged, and who says so: the configuration, else what the check allows by default. */
export function allowanceEvidence(flag: Flag, { ms, purpose, isConfigured }: Allowance): readonly Evidence[] {
  const allowed = ms === null ? 'forever' : formatAge(ms);
  const source = isConfigured ? 'configured' : 'the default';
  return [
    { label: 'purpose', value: flag.purpose ?? 'not set, judged as release', since: null },
    { label: 'allowed', value: `${allowed} (${source} for ${purpose} flags)`, since: null },
  ];
}

/** The default times as a Markdown table, for the documentation of a check. */
export function allowanceTable(defaults: AllowedTimes): string {
  const rows = Object.entries(defaults).map(([purpose, ms]) => [
    `\`${purpose}\``,
    ms === null ? 'forever' : formatAge(ms),
  ]);
  return markdownTable(['Purpose', 'May stay'], rows);
}
