/** Findings as SARIF's results. */
import { explainEvidence, placeSentence } from '../../core/checks/explain.ts';
import { plural, visible } from '../../core/text.ts';
import type { ReportedFinding, ReportedFix } from '../check/check-report.ts';
import type { Place } from '../places.ts';
import { sarifLevels } from './sarif-rules.ts';

/** Code scanning takes 1,000 locations of a result, and one of them is its own. */
const mostRelated = 999;

/** `ruleIndexes`: where each check stands among the rules. */
export function sarifResult(reported: ReportedFinding, ruleIndexes: ReadonlyMap<string, number>, now: number): object {
  const { finding, place, fingerprint, fixes } = reported;
  const ruleIndex = ruleIndexes.get(finding.check);
  const related = reported.related.slice(0, mostRelated);
  const more = reported.related.length - related.length;
  const evidence = explainEvidence(finding.evidence, now);
  const lines = [
    finding.message,
    ...evidence.map((line) => `- ${line}`),
    ...(more > 0 ? [`- and ${plural(more, 'more related place')}`] : []),
  ];
  return {
    ruleId: finding.check,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: sarifLevels[finding.severity],
    message: { text: lines.map(messageText).join('\n') },
    locations: [{ physicalLocation: physicalLocation(place) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((where, index) => ({
            id: index + 1,
            physicalLocation: physicalLocation(where),
            message: { text: messageText(placeSentence(where)) },
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => sarifFix(fix, place)) }),
    partialFingerprints: { 'sluiceFinding/v1': fingerprint },
    ...(reported.isNew === null ? {} : { baselineState: reported.isNew ? 'new' : 'unchanged' }),
    ...propertiesOf(reported),
  };
}

function propertiesOf({ finding, controlPlane, change }: ReportedFinding): { readonly properties?: object } {
  const { flagKey } = finding;
  if (flagKey === null && controlPlane === null && change === null) return {};
  return {
    properties: {
      ...(flagKey === null ? {} : { flagKey }),
      ...(controlPlane === null ? {} : { controlPlane }),
      ...(change === null ? {} : { change }),
    },
  };
}

function sarifFix({ title, edits }: ReportedFix, { file }: Place): object {
  return {
    description: { text: messageText(title) },
    artifactChanges: [
      {
        artifactLocation: artifactLocation(file),
        replacements: edits.map(({ place, newText }) => ({
          deletedRegion: region(place),
          ...(newText === '' ? {} : { insertedContent: { text: newText } }),
        })),
      },
    ],
  };
}

function physicalLocation(place: Place): object {
  return { artifactLocation: artifactLocation(place.file), region: region(place) };
}

function artifactLocation(file: string): object {
  return { uri: file.toWellFormed().split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function region({ line, column, endLine, endColumn }: Place): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** `[text](target)` would be a link. */
function messageText(line: string): string {
  return visible(line, 1_000).replaceAll('](', '\\](');
}
