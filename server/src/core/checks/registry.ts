/** All checks. One check is one file beside this one and one line here. */
import { archivedFlag } from './archived-flag.ts';
import type { Check, CheckMeta } from './check.ts';
import { dynamicFlagKey } from './dynamic-flag-key.ts';
import { flagInLoop } from './flag-in-loop.ts';
import { homeMadeValve } from './home-made-valve.ts';
import { identicalBranches } from './identical-branches.ts';
import { inconsistentRead } from './inconsistent-read.ts';
import { invalidSuppression } from './invalid-suppression.ts';
import { missingDefault } from './missing-default.ts';
import { moduleLevelRead } from './module-level-read.ts';
import { nestedFlag } from './nested-flag.ts';
import { oneSidedTest } from './one-sided-test.ts';
import { staleSwitch } from './stale-switch.ts';
import { stuckValve } from './stuck-valve.ts';
import { unawaitedEvaluation } from './unawaited-evaluation.ts';
import { unknownFlag } from './unknown-flag.ts';
import { wrongValueType } from './wrong-value-type.ts';

/** The checks that look at usages, in the order of the documentation. */
export const checks: readonly Check[] = [
  unknownFlag,
  wrongValueType,
  archivedFlag,
  staleSwitch,
  stuckValve,
  dynamicFlagKey,
  unawaitedEvaluation,
  inconsistentRead,
  homeMadeValve,
  missingDefault,
  nestedFlag,
  flagInLoop,
  moduleLevelRead,
  identicalBranches,
  oneSidedTest,
];

/** Every check there is, also the one that looks at suppressions only. */
export const checkMetas: readonly CheckMeta[] = [...checks.map((check) => check.meta), invalidSuppression];

/** What people may write in the configuration and in suppressions. */
export const checkIds: readonly string[] = checkMetas.map((meta) => meta.id);
