/** What a change is going to do, in the words the person decides on. */
import type { FlagSummary, RollbackTarget, ScopeSummary, WriteScope } from '../../server/src/protocol.ts';
import { formatShare } from './percent.ts';
import { hasInvisible, lookalikeNote, visibleText } from './text.ts';

export interface Change {
  readonly flag: FlagSummary;
  readonly scope: ScopeSummary;
  /** 0..10000, or the return to what was served before the last change. */
  readonly to: number | 'previous';
  /** What that was, where the control plane tells. */
  readonly previous?: RollbackTarget;
}

export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The label of the button that says yes. */
  readonly confirm: string;
}

/** @example scopeLabel({ environment: 'production', datacenter: 'fra', server: null }) === 'production › fra' */
export function scopeLabel(scope: WriteScope): string {
  return [scope.environment, scope.datacenter, scope.server]
    .filter((part) => part !== null)
    .map(visibleText)
    .join(' › ');
}

/** The scope that applies where this one has no setting of its own; an environment stays what it is. */
export function widerScope({ environment, datacenter, server }: WriteScope): WriteScope {
  return { environment, datacenter: server === null ? null : datacenter, server: null };
}

/** True where both name the same place. */
export function sameScope(left: WriteScope, right: WriteScope): boolean {
  return left.environment === right.environment && left.datacenter === right.datacenter && left.server === right.server;
}

/** The scope of a flag as it is now; null where the flag has no such scope (any more). */
export function findScope(flag: FlagSummary, scope: WriteScope): ScopeSummary | null {
  return flag.scopes.find((candidate) => sameScope(candidate, scope)) ?? null;
}

/** What a share is called for this kind of flag. */
export function shareText(kind: FlagSummary['kind'], share: number): string {
  if (kind === 'valve') return formatShare(share);
  return share === 0 ? 'off' : 'on';
}

/** True where the change would change nothing: the scope has a setting of its own and serves just that. */
export function isNoChange(change: Change): boolean {
  const { scope } = change;
  const hasOwnSetting = scope.datacenter === null || scope.overridden;
  return hasOwnSetting && scope.share !== null && scope.share === change.to;
}

/** What is said where the last change cannot be undone, or there is none; null where it may be tried. */
export function nothingToUndo({ flag, scope, to, previous }: Change): string | null {
  if (to !== 'previous') return null;
  if (previous?.kind === 'refused') return visibleText(previous.message);
  if (previous?.kind !== 'none') return null;
  return `There is nothing to roll back: “${visibleText(flag.key)}” has not been changed in ${scopeLabel(scope)} since it was created.`;
}

/** Why a flag cannot be changed from the editor at all; null where it can. */
export function refusal(flag: FlagSummary): string | null {
  const key = visibleText(flag.key);
  if (flag.archived) return `“${key}” is archived. Restore it in the dashboard before you change it.`;
  if (hasInvisible(flag.key))
    return `The key “${key}” holds characters that cannot be seen. Change it in the dashboard, where its history is.`;
  if (flag.revision === null)
    return `The control plane gives no revision for “${key}”, so a change could overwrite somebody else's.`;
  if (flag.scopes.length === 0) return `“${key}” has no environment it could be changed in.`;
  return null;
}

/** The question before a change: what, where, from → to, and what it leaves alone. */
export function question(change: Change): Question {
  const { flag, scope } = change;
  const key = visibleText(flag.key);
  const where = scopeLabel(scope);
  const lines = [
    `Flag: ${key}`,
    ...(flag.controlPlaneName === undefined ? [] : [`Control plane: ${visibleText(flag.controlPlaneName)}`]),
    `Where: ${where}${scope.critical ? ' (critical: real users)' : ''}`,
    `Change: ${visibleText(scope.serving)} → ${target(change)}`,
    ...notes(change),
  ];
  return { message: heading(change, key, where), detail: lines.join('\n'), confirm: confirmLabel(change) };
}

function target(change: Change): string {
  if (change.to !== 'previous') return visibleText(shareText(change.flag.kind, change.to));
  return change.previous?.kind === 'known'
    ? visibleText(change.previous.serving)
    : 'what it served before its last change';
}

function heading(change: Change, key: string, where: string): string {
  if (change.to === 'previous') return `Roll back the last change of “${key}” in ${where}?`;
  if (change.flag.kind === 'valve') return `Set valve “${key}” to ${formatShare(change.to)} in ${where}?`;
  return `Turn “${key}” ${shareText(change.flag.kind, change.to)} in ${where}?`;
}

function confirmLabel(change: Change): string {
  if (change.to === 'previous') return 'Roll Back';
  if (change.flag.kind === 'valve') return `Set to ${formatShare(change.to)}`;
  return change.to === 0 ? 'Turn Off' : 'Turn On';
}

function notes(change: Change): readonly string[] {
  const { flag, scope, to } = change;
  const result: string[] = [];
  if (scope.datacenter !== null && !scope.overridden && to !== 'previous') {
    result.push(
      `${scopeLabel(scope)} gets a setting of its own and no longer follows ${scopeLabel(widerScope(scope))}.`,
    );
  }
  if (to === 'previous' && change.previous?.kind === 'known' && change.previous.follows) {
    result.push(`${scopeLabel(scope)} loses its own setting and follows ${scopeLabel(widerScope(scope))} again.`);
  }
  const kept = flag.scopes.filter((other) => other.overridden && isNarrower(other, scope));
  if (kept.length > 0) {
    const list = kept.map((other) => `${scopeLabel(other)} (${visibleText(other.serving)})`).join(', ');
    result.push(`Settings of their own stay as they are: ${list}.`);
  }
  const lookalike = lookalikeNote(flag.key);
  if (lookalike !== null) result.push(lookalike);
  return result;
}

function isNarrower(other: WriteScope, scope: WriteScope): boolean {
  if (other.environment !== scope.environment || scope.server !== null) return false;
  if (scope.datacenter === null) return other.datacenter !== null;
  return other.datacenter === scope.datacenter && other.server !== null;
}

/** The prompt of the box in which a change of a critical environment asks for the key. */
export function typedKeyPrompt(change: Change): string {
  const { flag, scope } = change;
  return `${scopeLabel(scope)}: ${visibleText(scope.serving)} → ${target(change)}. Type the flag key ${visibleText(flag.key)} to go on.`;
}

/** Null as long as what is typed can still become the key; it has to equal the key in the end. */
export function typedKeyProblem(typed: string, key: string): string | null {
  return key.startsWith(typed) ? null : `This is not “${visibleText(key)}”.`;
}

/** What is said when the flag moved on while the person was deciding. */
export function conflictText(seen: ScopeSummary, flag: FlagSummary): string {
  const now = findScope(flag, seen);
  const key = visibleText(flag.key);
  const where = scopeLabel(seen);
  if (now === null)
    return `“${key}” was changed meanwhile and has no setting for ${where} any more. Nothing was changed.`;
  const moved =
    now.serving === seen.serving
      ? `${where} still serves ${visibleText(now.serving)}`
      : `${where} serves ${visibleText(now.serving)} now (you saw ${visibleText(seen.serving)})`;
  return `“${key}” was changed by somebody else meanwhile: ${moved}. Nothing was changed by you.`;
}
