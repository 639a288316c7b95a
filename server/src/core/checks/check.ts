/** What a check is. One check is one file in this folder, one line in `registry.ts`, one test file. */
import type { CallSite, Environment, Finding, Flag, FlagSnapshot, FlagUsage, Purpose, Severity } from '../model.ts';

export interface CheckMeta {
  /** kebab-case; what people write in the configuration and in suppressions. */
  readonly id: string;
  readonly title: string;
  /** User documentation in Markdown; the README's table and the documentation pages are generated from it. */
  readonly description: string;
  readonly category: CheckCategory;
  /** As long as nothing else is configured. */
  readonly severity: Severity;
  /** Absent: on. `false`: off until the configuration names it, because healthy code may have findings of it. */
  readonly recommended?: false;
  /** Which options beside `severity`, `inTests` it has. */
  readonly options?: readonly CheckOptionName[];
  /** False for checks that say nothing useful about tests, stories and mocks. */
  readonly inTests: boolean;
  /** True where the verdict depends on the control plane: such a check is silent without a usable snapshot. */
  readonly needsState: boolean;
}

/** In the order of the documentation. */
export const checkCategories = ['existence', 'age', 'types', 'roll-out', 'use', 'governance'] as const;
export type CheckCategory = (typeof checkCategories)[number];

export type CheckOptionName = 'after' | 'pattern' | 'lag';

/** A flag in a control plane of the workspace that does not decide for the file at hand. */
export interface FlagElsewhere {
  /** As configured: "legacy". */
  readonly controlPlane: string;
  /** It is compared with the one that decides; else it decides in another folder. */
  readonly isCompared: boolean;
  /** Where it decides, relative to the workspace; null: in no folder of its own. */
  readonly folder: string | null;
  readonly flag: Flag;
}

/** Everything a check may look at. `usages` are those of one file. */
export interface CheckContext {
  readonly usages: readonly FlagUsage[];
  /** null: no state, so no finding that depends on it. */
  readonly snapshot: FlagSnapshot | null;
  /** Keys of the environments on which staleness is judged. */
  readonly criticalEnvironments: readonly Environment[];
  /** ms since the epoch; checks read no clock of their own. */
  readonly now: number;
  readonly options: CheckOptions;
  /** Where else a key of a call site exists, as far as is known; empty in workspaces with one control plane. */
  elsewhere(callSite: CallSite, key: string): readonly FlagElsewhere[];
  /** The file's text; spans are offsets into it. */
  text(): string;
  readonly workspace: WorkspaceView;
}

/** The whole workspace, for checks that look beyond one file. */
export interface WorkspaceView {
  /** False where not all of it has been read (yet): then what is not there may still come. */
  readonly isWhole: boolean;
  /** All call sites that read (define, override, track) the key, in every file for which the same control plane decides; sorted by file and position. */
  callSitesOf(key: string): readonly CallSite[];
  /** All call sites whose key is not known. */
  dynamicCallSites(): readonly CallSite[];
  /** How many call sites merged reports of other repositories have for the key; null where none were given. */
  referencesElsewhere(key: string): number | null;
}

/** Only what is configured: each check knows its own defaults. */
export interface CheckOptions {
  /** How long a flag of a purpose may sit at one value (or whatever the check measures), in ms; null = forever. */
  readonly after: { readonly [purpose in Purpose]?: number | null };
  /** A regular expression without delimiters, known to compile. */
  readonly pattern?: string;
  /** For how long servers may disagree with what they should apply, in ms. */
  readonly lag?: number;
}

/** A finding before its severity is known and suppressions are applied. */
export type CheckFinding = Omit<Finding, 'check' | 'severity'> & {
  /** The environments it is about, where severities may differ by environment; absent: all. */
  readonly environments?: readonly string[];
};

export interface Check {
  readonly meta: CheckMeta;
  run(context: CheckContext): readonly CheckFinding[];
}

/** A check of flags as such, which no file reads: once for each control plane. */
export interface WorkspaceCheck {
  readonly meta: CheckMeta;
  run(context: WorkspaceCheckContext): readonly WorkspaceFinding[];
}

export interface WorkspaceCheckContext {
  /** Complete and fresh enough to show absence; else workspace checks do not run. */
  readonly snapshot: FlagSnapshot;
  readonly criticalEnvironments: readonly Environment[];
  readonly now: number;
  readonly options: CheckOptions;
  readonly workspace: WorkspaceView;
}

/** A finding without a place: the session puts it where the control plane is configured. */
export type WorkspaceFinding = Omit<CheckFinding, 'uri' | 'span'>;
