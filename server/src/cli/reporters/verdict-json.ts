/** Verdicts for programs. */
import { verdictText, verdictWord } from '../../core/state/verdict-text.ts';
import type { FlagVerdict } from '../../core/state/verdict.ts';

/** `verdict` is keep, caution, safe or unknown; texts are the ones that people are shown. */
export function verdictJson(verdict: FlagVerdict): object {
  return {
    verdict: verdictWord(verdict),
    text: verdictText(verdict).headline,
    survivor: verdict.survivor,
    missing: verdict.missing,
    predicates: verdict.predicates,
  };
}
