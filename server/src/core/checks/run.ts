/** Runs the checks on one file. The editor and the command line both call this, so both say the same. */
import type { CommentFact } from '../facts.ts';
import type { LineIndex } from '../line-index.ts';
import { camelCaseSpellings } from '../join.ts';
import type { CallSite, Finding, Flag, FlagSnapshot, FlagUsage } from '../model.ts';
import { criticalEnvironments } from '../state/environments.ts';
import { applySuppressions, type SuppressionResult } from '../suppress.ts';
import type { Check, CheckContext, CheckMeta, WorkspaceView } from './check.ts';
import { checks } from './registry.ts';
import { defaultCheckSettings, isOn, presetSetting, withSeverity, type CheckSettings } from './settings.ts';

export interface CheckInput {
  readonly uri: string;
  /** Those of this file. */
  readonly usages: readonly FlagUsage[];
  readonly comments: readonly CommentFact[];
  /** Called only if the file holds suppressions. */
  readonly lineIndex: () => LineIndex;
  readonly snapshot: FlagSnapshot | null;
  /** The snapshot is complete and fresh: what it does not hold does not exist. Default: nobody knows. */
  readonly canShowAbsence?: boolean;
  /** Critical environments from the configuration; null = those the control plane marks. */
  readonly criticalEnvironments: readonly string[] | null;
  /** ms since the epoch. */
  readonly now: number;
  readonly settings: CheckSettings;
  /** See `CheckContext`; default: nowhere. */
  readonly elsewhere?: CheckContext['elsewhere'];
  /** The file's text. */
  readonly text: () => string;
  /** Default: nothing is known beyond the file. */
  readonly workspace?: WorkspaceView;
  /** Told about a check that throws; the other checks still run. Without it, the error is thrown. */
  readonly onError?: (checkId: string, error: unknown) => void;
}

/** The findings of one file after suppressions, sorted by position, then check, then flag. */
export function runChecks(input: CheckInput): readonly Finding[] {
  return checkFile(input).findings;
}

/** The same, with what was suppressed. Checks that need state do not run without a snapshot, nor on one of which a part got lost. */
export function checkFile(input: CheckInput, registry: readonly Check[] = checks): SuppressionResult {
  const settings = { ...defaultCheckSettings(), ...input.settings };
  const critical = input.snapshot === null ? [] : criticalEnvironments(input.snapshot, input.criticalEnvironments);
  const outsideTests = input.usages.filter((usage) => !usage.callSite.inTest);
  const flagOf = flagLookup(input.snapshot);
  const findings: Finding[] = [];
  const judged = new Set<string>();
  for (const check of registry) {
    const { id, needsState } = check.meta;
    const setting = settings[id] ?? presetSetting(check.meta, 'recommended');
    const { inTests, options } = setting;
    if (!isOn(setting) || (needsState && !isUsable(input.snapshot))) continue;
    const context: CheckContext = {
      usages: inTests ? input.usages : outsideTests,
      snapshot: input.snapshot,
      criticalEnvironments: critical,
      now: input.now,
      options,
      elsewhere: input.elsewhere ?? (() => []),
      text: input.text,
      workspace: input.workspace ?? onlyFile(input.usages),
    };
    // What has not been read yet may still lead to a finding, and so may what the state does not tell.
    const isCertain = context.workspace.isWhole && (!needsState || input.canShowAbsence === true);
    if (isCertain && context.usages.length === input.usages.length) judged.add(id);
    if (context.usages.length === 0) continue;
    const found = guarded(check.meta, () => check.run(context), input.onError);
    if (found === null) judged.delete(id);
    else findings.push(...withSeverity(id, found, setting, flagOf));
  }
  const { findings: left, suppressed } = applySuppressions({
    uri: input.uri,
    findings,
    comments: input.comments,
    lineIndex: input.lineIndex,
    callSites: input.usages.map((usage) => usage.callSite),
    now: input.now,
    text: input.text,
    severityOf: ({ id, severity }) => settings[id]?.severity ?? severity,
    judged,
  });
  return {
    findings: [...left].sort(compareFindings),
    suppressed: [...suppressed].sort((a, b) => compareFindings(a.finding, b.finding)),
  };
}

/** The order of findings everywhere: file, position, check, flag, message. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    compareText(left.uri, right.uri) ||
    left.span.start - right.span.start ||
    left.span.end - right.span.end ||
    compareText(left.check, right.check) ||
    compareText(left.flagKey ?? '', right.flagKey ?? '') ||
    compareText(left.message, right.message)
  );
}

/** Where a part did not come, what came may be of another time or another answer. A control plane that never tells all is another matter. */
function isUsable(snapshot: FlagSnapshot | null): boolean {
  if (snapshot === null) return false;
  const { tells } = snapshot.controlPlane;
  return snapshot.complete || (tells !== undefined && !tells.includes('all'));
}

/** The view of somebody who knows one file only. */
export function onlyFile(usages: readonly FlagUsage[]): WorkspaceView {
  return {
    isWhole: false,
    callSitesOf: (key) => usages.map(({ callSite }) => callSite).filter((site) => mayRead(site, key)),
    dynamicCallSites: () => usages.map(({ callSite }) => callSite).filter((site) => site.key.kind === 'dynamic'),
    referencesElsewhere: () => null,
  };
}

function mayRead({ key }: CallSite, flagKey: string): boolean {
  if (key.kind === 'dynamic') return false;
  if (key.kind === 'one-of') return key.values.includes(flagKey);
  return key.spelling === 'camelCase' ? camelCaseSpellings(flagKey).includes(key.value) : key.value === flagKey;
}

/** What a check finds; null where it throws and somebody listens. */
export function guarded<Found>(
  { id }: Pick<CheckMeta, 'id'>,
  run: () => Found,
  onError: CheckInput['onError'],
): Found | null {
  if (onError === undefined) return run();
  try {
    return run();
  } catch (error) {
    onError(id, error);
    return null;
  }
}

/** The flags of a snapshot by key. */
export function flagLookup(snapshot: FlagSnapshot | null): (key: string) => Flag | null {
  let byKey: ReadonlyMap<string, Flag> | null = null;
  return (key) => {
    byKey ??= new Map((snapshot?.flags ?? []).toReversed().map((flag) => [flag.key, flag]));
    return byKey.get(key) ?? null;
  };
}

/** By code unit, so that the order does not depend on a locale. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
