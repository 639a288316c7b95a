import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type DiagnosticRelatedInformation,
} from 'vscode-languageserver';
import { placeSentence } from '../core/checks/explain.ts';
import type { Finding, RelatedPlace, Severity } from '../core/model.ts';
import { ageSince, formatAge } from '../core/state/age.ts';
import { visible } from '../core/text.ts';
import type { Session } from '../session/session.ts';
import { lineIndexOf } from './key-at.ts';
import { locationsOf, rangeOf } from './range.ts';

export const diagnosticSource = 'sluice';

export interface DiagnosticOptions {
  /** ms since the epoch. */
  readonly now: number;
  /** Where a check is explained; null where nowhere. */
  checkPage(check: string): string | null;
  /** What the client can show. */
  readonly relatedInformation: boolean;
}

/** What clients that keep `data` get back with a code action request; the server itself needs none of it. */
export interface DiagnosticData {
  readonly check: string;
  readonly flagKey: string | null;
  readonly suggestions: readonly string[];
}

const severities: { readonly [severity in Severity]: DiagnosticSeverity } = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The findings of a file as diagnostics, in order of position; none for a file the session does not know. */
export function diagnostics(session: Session, uri: string, options: DiagnosticOptions): Diagnostic[] {
  const findings = session.findings(uri);
  const index = findings.length === 0 ? null : lineIndexOf(session, uri);
  if (!index) return [];
  return findings.map((finding) => {
    const href = options.checkPage(finding.check);
    const related = options.relatedInformation ? finding.related.flatMap((place) => relatedTo(session, place)) : [];
    const tags = tagsOf(finding);
    return {
      range: rangeOf(index, finding.span),
      severity: severities[finding.severity],
      source: diagnosticSource,
      code: finding.check,
      message: messageOf(finding, options.now),
      data: {
        check: finding.check,
        flagKey: finding.flagKey,
        suggestions: finding.suggestions,
      } satisfies DiagnosticData,
      ...(href === null ? {} : { codeDescription: { href } }),
      ...(related.length === 0 ? {} : { relatedInformation: related }),
      ...(tags.length === 0 ? {} : { tags }),
    };
  });
}

/** Editors strike through what is deprecated, and fade what can go. */
function tagsOf({ check, isUnnecessary }: Finding): DiagnosticTag[] {
  return [
    ...(check === 'archived-flag' ? [DiagnosticTag.Deprecated] : []),
    ...(isUnnecessary ? [DiagnosticTag.Unnecessary] : []),
  ];
}

function relatedTo(session: Session, place: RelatedPlace): DiagnosticRelatedInformation[] {
  return locationsOf(session, [place]).map((location) => ({ location, message: placeSentence(place) }));
}

/**
 * The sentence, then one line for each thing it rests on. Code that can go may be half a file, and whoever points anywhere in it wants to
 * know of something else: there the sentence and the place where the flag is read have to do.
 */
function messageOf(finding: Finding, now: number): string {
  if (finding.isUnnecessary && finding.related.length > 0) return visible(finding.message, 1000);
  const evidence = finding.evidence.map(({ label, value, since }) => {
    const age = ageSince(since, now);
    return `${visible(label)}: ${visible(value)}${age === null ? '' : `, for ${formatAge(age)}`}`;
  });
  return [visible(finding.message, 1000), ...evidence].join('\n');
}
