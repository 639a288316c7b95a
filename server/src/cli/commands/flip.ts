/** `sluice flip` */
import {
  stateIn,
  effectiveServing,
  formatShare,
  fullShare,
  sameServing,
  servingForShare,
  servingLabel,
} from '../../core/state/serving.ts';
import { quoteKey, visible } from '../../core/text.ts';
import { carryOut, confirm, openChange, servedIn } from '../flags/change-flag.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { scopeText } from '../flags/find-flag.ts';
import { UsageError } from '../usage-error.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const share = wantedShare(input);
  const change = await openChange(input, io, 'flip');
  const { flag, scope, opened, plane, whose } = change;
  try {
    const state = stateIn(flag, scope.environment);
    const current = state && effectiveServing(state, scope.datacenter, scope.server);
    // Switched off, rules may well stay; where they would not, the control plane's own refusal follows.
    const wanted = servingForShare(flag, share, share === 0 ? null : current);
    if (!wanted.ok) throw new UsageError(`${quoteKey(flag.key)} cannot serve ${formatShare(share)}. ${wanted.message}`);

    const from = servedIn(flag, scope);
    const to = servingLabel(flag, wanted.serving);
    const hasOwn =
      scope.datacenter === null ||
      state?.scopes.some(({ datacenter, server }) => datacenter === scope.datacenter && server === scope.server);
    if (current && hasOwn && sameServing(current, wanted.serving)) {
      io.stdout.write(`${whose}${visible(flag.key)} ${scopeText(scope)}: ${to} already, nothing to change\n`);
      return exitCodes.clean;
    }
    const refusal = plane.refusal({ key: flag.key, scope, serving: wanted.serving });
    if (refusal !== null) throw new UsageError(refusal);
    if (!(await confirm(change, `${from} → ${to}`, input, io))) return exitCodes.couldNotRun;
    const after = await carryOut(change, () =>
      plane.write({
        key: flag.key,
        scope,
        serving: wanted.serving,
        expectedRevision: change.expectedRevision,
        reason: change.reason,
      }),
    );
    io.stdout.write(`${whose}${visible(flag.key)} ${scopeText(scope)}: ${from} → ${servedIn(after, scope)}\n`);
    return exitCodes.clean;
  } finally {
    opened.session.dispose();
  }
}

/** 0..10000 from --on, --off or --to. */
function wantedShare(input: CommandInput): number {
  const percent = input.value('to');
  const given = [input.has('on'), input.has('off'), percent !== null].filter(Boolean).length;
  if (given !== 1) throw new UsageError('Say what it shall be: one of --on, --off and --to PERCENT.', 'flip');
  if (percent === null) return input.has('on') ? fullShare : 0;
  const share = /^\d{1,3}(?:\.\d{1,2})?\s*%?$/.test(percent) ? Math.round(Number.parseFloat(percent) * 100) : null;
  if (share === null || share > fullShare) {
    throw new UsageError(`--to takes a percentage from 0 to 100 in steps of 0.01, not "${visible(percent)}".`, 'flip');
  }
  return share;
}
