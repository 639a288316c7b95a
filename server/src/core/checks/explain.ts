import type { Evidence } from '../model.ts';
import { ageSince, formatAge, formatDay } from '../state/age.ts';

/**
 * Evidence as lines of plain text: `production: on everywhere since 2026-05-02 (205 days)`. `now` is in ms since the epoch. What
 * comes from a control plane is visible text, but not yet escaped for Markdown or HTML.
 */
export function explainEvidence(evidence: readonly Evidence[], now: number): readonly string[] {
  return evidence.map(({ label, value, since }) => {
    const day = formatDay(since);
    const age = ageSince(since, now);
    const time = day === null || age === null ? '' : ` since ${day} (${formatAge(age)})`;
    return `${label}: ${value}${time}`;
  });
}
