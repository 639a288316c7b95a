/** From code to findings, as the editor and the command line do it, on the shop's flags. */
import type { WorkspaceView } from '../../server/src/core/checks/check.ts';
import { checkFile, onlyFile } from '../../server/src/core/checks/run.ts';
import {
  defaultCheckSettings,
  presetSettings,
  type CheckSetting,
  type CheckSettings,
} from '../../server/src/core/checks/settings.ts';
import { createFlagIndex, join } from '../../server/src/core/join.ts';
import type { CallSite, Finding, FlagSnapshot } from '../../server/src/core/model.ts';
import { dayMs } from '../../server/src/core/state/age.ts';
import type { SuppressionResult } from '../../server/src/core/suppress.ts';
import { shopFile } from './call-sites.ts';
import { now, shopSnapshot } from './snapshots.ts';

export interface CheckCodeOptions {
  /** null: there is no state. Default: the shop's usual flags. */
  readonly snapshot?: FlagSnapshot | null;
  /** By check id; the rest stays as by default. A check that is named and has no severity is on with its own. */
  readonly settings?: { readonly [checkId: string]: Partial<CheckSetting> };
  readonly criticalEnvironments?: readonly string[] | null;
  /** Goes into every call site. */
  readonly callSite?: Partial<CallSite>;
  /** What is special about each of them; goes in before `callSite`. */
  readonly sites?: (site: CallSite) => Partial<CallSite>;
  readonly now?: number;
  /** What is known beyond the file; default: this file, and that there may be more. */
  readonly workspace?: Partial<WorkspaceView>;
}

/** Checks code in the notation of `shopFile`. A check that throws fails the test. */
export function checkCode(code: string, options: CheckCodeOptions = {}): SuppressionResult {
  const { snapshot = shopSnapshot(), criticalEnvironments = null, callSite } = options;
  const at = options.now ?? now;
  const file = shopFile(code, callSite);
  const index = snapshot === null ? null : createFlagIndex(snapshot, { now: at, maxAgeMs: dayMs });
  const sites = file.callSites.map((site) => ({ ...site, ...options.sites?.(site), ...callSite }));
  const usages = join(sites, index);
  return checkFile({
    uri: file.uri,
    usages,
    comments: file.comments,
    lineIndex: () => file.lineIndex,
    text: () => file.text,
    workspace: { ...onlyFile(usages), ...options.workspace },
    canShowAbsence: index?.canShowAbsence ?? false,
    snapshot,
    criticalEnvironments,
    now: at,
    settings: settingsOf(options.settings),
  });
}

/** As in the configuration: a check that is named is on. */
export function settingsOf(settings: CheckCodeOptions['settings'] = {}): CheckSettings {
  const all = presetSettings('all');
  const named = Object.entries(settings).flatMap(([id, setting]) => {
    const before = all[id];
    return before === undefined ? [] : [[id, { ...before, ...setting }] as const];
  });
  return { ...defaultCheckSettings(), ...Object.fromEntries(named) };
}

/**
 * The findings as readable lines, `'new-chekout' error unknown-flag: ...`: the text they point at, then what they say.
 */
export function findingLines(code: string, options: CheckCodeOptions = {}): readonly string[] {
  const { text } = shopFile(code);
  return checkCode(code, options).findings.map((finding) => describeFinding(finding, text));
}

/** The evidence of the only finding, as `label: value` or `label: value @ since`. */
export function evidenceLines(code: string, options: CheckCodeOptions = {}): readonly string[] {
  const [finding, ...others] = checkCode(code, options).findings;
  if (finding === undefined || others.length > 0)
    throw new Error(`${others.length + (finding ? 1 : 0)} findings, not one`);
  return finding.evidence.map(
    ({ label, value, since }) => `${label}: ${value}${since === null ? '' : ` @ ${since.slice(0, 10)}`}`,
  );
}

function describeFinding(finding: Finding, text: string): string {
  const place = text.slice(finding.span.start, finding.span.end);
  return `${place} ${finding.severity} ${finding.check}: ${finding.message}`;
}
