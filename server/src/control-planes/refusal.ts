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

export interface RollbackQuestion extends Pick<FlagWrite, 'key' | 'scope'> {
  readonly serving?: Serving | null;
}

/** The same for a rollback; `serving` is what it would bring back, undefined where nobody knows. */
export function rollbackRefusal(controlPlane: ControlPlane, change: RollbackQuestion): string | null {
  const { key, scope, serving } = change;
  const name = plainText(controlPlane.name, 200);
  if (!controlPlane.capabilities.write) return writeRefusal(controlPlane, { key, scope, serving: null });
  if (!controlPlane.capabilities.rollback)
    return `${name} cannot roll back: set what the flag served before as a change of its own, or take it from version control.`;
  if (serving !== undefined) return writeRefusal(controlPlane, { key, scope, serving });
  return scopeRefusal(controlPlane, scope);
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
