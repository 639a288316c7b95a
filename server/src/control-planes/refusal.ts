/** What a control plane cannot do, said before anybody is asked to confirm it. */
import type { Serving } from '../core/model.ts';
import { formatShare, fullShare } from '../core/state/serving.ts';
import type { ControlPlane, FlagWrite } from './control-plane.ts';
import { plainText } from './plain-text.ts';

/** Why this change cannot be made, in one sentence for people; null where, as far as is known, it can. Asks nobody. */
export function writeRefusal(
  controlPlane: ControlPlane,
  change: Pick<FlagWrite, 'key' | 'scope' | 'serving'>,
): string | null {
  const { capabilities } = controlPlane;
  const name = plainText(controlPlane.name, 200);
  if (!capabilities.write) return controlPlane.refusal?.(change) ?? `${name} can be read but not changed from here.`;
  return (
    scopeRefusal(controlPlane, change.scope) ??
    (change.serving === null ? null : stepRefusal(name, change.serving, capabilities.shareStep)) ??
    controlPlane.refusal?.(change) ??
    null
  );
}

/** The same for a rollback: it brings back what the control plane had, so neither steps nor rules stand in its way. */
export function rollbackRefusal(
  controlPlane: ControlPlane,
  { key, scope }: Pick<FlagWrite, 'key' | 'scope'>,
): string | null {
  if (controlPlane.capabilities.write && !controlPlane.capabilities.rollback) {
    const name = plainText(controlPlane.name, 200);
    return `${name} cannot roll back: set what the flag served before as a change of its own, or take it from version control.`;
  }
  return writeRefusal(controlPlane, { key, scope, serving: null });
}

const widths = ['environment', 'datacenter', 'server'] as const;

function scopeRefusal({ name, capabilities }: ControlPlane, scope: FlagWrite['scope']): string | null {
  const { narrowestScope } = capabilities;
  const asked = scope.server !== null ? 'server' : scope.datacenter !== null ? 'datacenter' : 'environment';
  if (widths.indexOf(asked) <= widths.indexOf(narrowestScope)) return null;
  const has = narrowestScope === 'environment' ? 'no datacenters and servers' : 'no servers';
  return `${plainText(name, 200)} knows ${has}: change the whole ${narrowestScope} instead.`;
}

/** A share between two steps is never rounded in silence. */
function stepRefusal(name: string, serving: Serving, step: number): string | null {
  if (serving.kind !== 'fractional' || step <= 1) return null;
  const between = serving.shares.find(({ share }) => share % step !== 0);
  if (between === undefined) return null;
  const below = Math.floor(between.share / step) * step;
  const above = Math.min(below + step, fullShare);
  return (
    `${name} sets shares in steps of ${formatShare(step)}: ${formatShare(between.share)} is not possible. ` +
    `${formatShare(below)} would be ${formatShare(between.share - below)} less, ${formatShare(above)} ${formatShare(above - between.share)} more.`
  );
}
