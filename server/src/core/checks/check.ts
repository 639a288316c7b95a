/** What a check is. One check is one file in this folder, one line in `registry.ts`, one test file. */
import type { CallSite, Environment, Finding, Flag, FlagSnapshot, FlagUsage, Purpose, Severity } from '../model.ts';

export interface CheckMeta {
  /** kebab-case; what people write in the configuration and in suppressions. */
  readonly id: string;
  readonly title: string;
  /** User documentation in Markdown; the README's table and the documentation pages are generated from it. */
  readonly description: string;
  readonly severity: Severity;
  /** False for checks that say nothing useful about tests, stories and mocks. */
  readonly inTests: boolean;
  /** True where the verdict depends on the control plane: such a check is silent without a usable snapshot. */
  readonly needsState: boolean;
}

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
}

export interface CheckOptions {
  /** How long a flag of a purpose may sit at one value, in ms; null = forever. */
  readonly after: { readonly [purpose in Purpose]?: number | null };
}

/** A finding before its severity is known and suppressions are applied. */
export type CheckFinding = Omit<Finding, 'check' | 'severity'>;

export interface Check {
  readonly meta: CheckMeta;
  run(context: CheckContext): readonly CheckFinding[];
}
