/** Comments that silence findings: `sluice-ignore-next-line unknown-flag until 2027-03-01 -- created with release 12`. */
import type { LineIndex } from './line-index.ts';
import type { CallSite, Evidence, Finding } from './model.ts';
import { suppressionFindings, type Covers, type SuppressionInput } from './suppression-findings.ts';
import { isExpired, parseSuppression, type Suppression } from './suppression.ts';
import { visible } from './text.ts';

export interface SuppressionResult {
  /** What is left, and the findings about suppressions themselves. Not sorted. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly { readonly finding: Finding; readonly suppression: Suppression }[];
}

/** Takes out what comments silence. A suppression past its last day silences nothing; the findings it would cover say so in their evidence. */
export function applySuppressions(input: SuppressionInput): SuppressionResult {
  const { findings, comments, now } = input;
  const parsed = comments.map(parseSuppression).filter((each) => each.kind !== 'other');
  if (parsed.length === 0) return { findings, suppressed: [] };

  const lines = input.lineIndex();
  const suppressions = parsed.flatMap((each) => (each.kind === 'suppression' ? [each.suppression] : []));
  const covers = createCover(suppressions, lines, input.callSites);
  const left: Finding[] = [];
  const suppressed: { finding: Finding; suppression: Suppression }[] = [];
  const under = new Map<Suppression, Finding[]>(suppressions.map((suppression) => [suppression, []]));
  for (const finding of findings) {
    const covering = suppressions.filter(
      (suppression) => isMeant(suppression, finding.check) && covers(suppression, finding.span),
    );
    for (const suppression of covering) under.get(suppression)?.push(finding);
    const active = covering.find((suppression) => !isExpired(suppression, now));
    if (active) suppressed.push({ finding, suppression: active });
    else left.push({ ...finding, evidence: [...finding.evidence, ...covering.map(expiryEvidence)] });
  }
  const broken = parsed.flatMap((each) => (each.kind === 'broken' ? [each.broken] : []));
  left.push(...suppressionFindings(input, { broken, under, covers }));
  return { findings: left, suppressed };
}

function createCover(suppressions: readonly Suppression[], lines: LineIndex, callSites: readonly CallSite[]): Covers {
  const lineAt = (offset: number): number => lines.positionAt(offset).line;
  /** Where stacked comments end: a comment above a comment means the code below both. */
  const lineAfter = new Map<number, number>();
  for (const { reach, span } of suppressions) {
    if (reach === 'next-line') lineAfter.set(lineAt(span.start), lineAt(span.end) + 1);
  }
  const nextLine = (suppression: Suppression): number => {
    let line = lineAt(suppression.span.end) + 1;
    for (let next = lineAfter.get(line); next !== undefined; next = lineAfter.get(line)) line = next;
    return line;
  };

  return (suppression, covered) => {
    if (suppression.reach === 'file') return true;
    const around = callSites
      .filter(({ span }) => span.start <= covered.start && covered.end <= span.end)
      .reduce((start, { span }) => Math.max(start, span.start), -1);
    const first = lineAt(around === -1 ? covered.start : around);
    const last = lineAt(covered.end);
    const line = suppression.reach === 'line' ? lineAt(suppression.span.start) : nextLine(suppression);
    return first <= line && line <= last;
  };
}

function isMeant({ checks }: Suppression, check: string): boolean {
  return checks === null || checks.includes(check);
}

function expiryEvidence({ until, reason }: Suppression): Evidence {
  return { label: 'suppression', value: `ended on ${until ?? ''} (${visible(reason)})`, since: null };
}
