import type { Evidence, RelatedPlace } from '../model.ts';
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

/** What is at another place of a finding, for whoever is led there: `The flag is read here.` */
export function placeSentence({ what = 'the key is written' }: Pick<RelatedPlace, 'what'>): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} here.`;
}
