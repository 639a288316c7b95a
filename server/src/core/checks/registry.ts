/** All checks. One check is one file beside this one and one line here, in the list of its kind, under its category. */
import { archivedFlag } from './archived-flag.ts';
import { checkCategories, type Check, type CheckMeta, type WorkspaceCheck } from './check.ts';
import { darkReleaseExposed } from './dark-release-exposed.ts';
import { deadFlagCode } from './dead-flag-code.ts';
import { defaultMismatch } from './default-mismatch.ts';
import { dynamicFlagKey } from './dynamic-flag-key.ts';
import { environmentDrift } from './environment-drift.ts';
import { expiredFlag } from './expired-flag.ts';
import { expiredSuppression } from './expired-suppression.ts';
import { flagInLoop } from './flag-in-loop.ts';
import { flagNaming } from './flag-naming.ts';
import { homeMadeValve } from './home-made-valve.ts';
import { identicalBranches } from './identical-branches.ts';
import { inconsistentRead } from './inconsistent-read.ts';
import { invalidSuppression } from './invalid-suppression.ts';
import { missingDefault } from './missing-default.ts';
import { missingOwner } from './missing-owner.ts';
import { moduleLevelRead } from './module-level-read.ts';
import { nestedFlag } from './nested-flag.ts';
import { neverEvaluated } from './never-evaluated.ts';
import { oneSidedTest } from './one-sided-test.ts';
import { serverDrift } from './server-drift.ts';
import { shareOutOfRange } from './share-out-of-range.ts';
import { staleSwitch } from './stale-switch.ts';
import { stuckValve } from './stuck-valve.ts';
import { switchReadAsValve } from './switch-read-as-valve.ts';
import { unawaitedEvaluation } from './unawaited-evaluation.ts';
import { unknownFlag } from './unknown-flag.ts';
import { unknownVariant } from './unknown-variant.ts';
import { unusedFlag } from './unused-flag.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { valveReadAsSwitch } from './valve-read-as-switch.ts';
import { valveWithoutTargetingKey } from './valve-without-targeting-key.ts';
import { wrongValueType } from './wrong-value-type.ts';

/** The checks that look at the usages of one file, in the order of the documentation. */
export const checks: readonly Check[] = [
  // existence
  unknownFlag,
  archivedFlag,
  dynamicFlagKey,
  unknownVariant,
  // age
  staleSwitch,
  stuckValve,
  expiredFlag,
  neverEvaluated,
  deadFlagCode,
  // types
  wrongValueType,
  switchReadAsValve,
  valveReadAsSwitch,
  shareOutOfRange,
  defaultMismatch,
  unawaitedEvaluation,
  // roll-out
  valveWithoutTargetingKey,
  inconsistentRead,
  serverDrift,
  environmentDrift,
  darkReleaseExposed,
  homeMadeValve,
  missingDefault,
  // use
  nestedFlag,
  flagInLoop,
  moduleLevelRead,
  identicalBranches,
  oneSidedTest,
  // governance
  missingOwner,
  flagNaming,
];

/** The checks that look at flags as such, which no file reads; in the order of the documentation. */
export const workspaceChecks: readonly WorkspaceCheck[] = [
  // existence
  unusedFlag,
  // age
  // roll-out
  // governance
];

/** What is found while suppressions are applied; no suppression hides it. */
export const suppressionChecks: readonly CheckMeta[] = [invalidSuppression, expiredSuppression, unusedSuppression];

/** Every check there is, in the order of the documentation. */
export const checkMetas: readonly CheckMeta[] = [
  ...[...checks, ...workspaceChecks].map((check) => check.meta),
  ...suppressionChecks,
].sort((left, right) => checkCategories.indexOf(left.category) - checkCategories.indexOf(right.category));

/** What people may write in the configuration and in suppressions. */
export const checkIds: readonly string[] = checkMetas.map((meta) => meta.id);
