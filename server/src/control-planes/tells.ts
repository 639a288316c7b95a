/** What a kind of control plane tells of its flags at all, so that nothing said of one of them means something. */
import type { Told } from '../core/model.ts';
import type { ControlPlane } from './control-plane.ts';
import type { ControlPlaneDefinition } from './definition.ts';

const asked: readonly Exclude<Told, 'all' | 'observed'>[] = ['evaluated', 'owner', 'purpose', 'created'];

/** They have no place for an owner, only metadata that a team may have agreed on. */
const withMetadataOnly: ReadonlySet<string> = new Set(['flagd-file', 'flagd-http', 'ofrep']);

/** From what the definition says it cannot do. Only the embedded control plane hears what servers really apply. */
export function tellsOf({ kind, cannot }: Pick<ControlPlaneDefinition, 'kind' | 'cannot'>): readonly Told[] {
  const all = cannot.all === undefined ? ['all' as const] : [];
  if (withMetadataOnly.has(kind)) return all;
  return [
    ...all,
    ...asked.filter((ability) => cannot[ability] === undefined),
    ...(kind === 'sluice' ? ['observed' as const] : []),
  ];
}

/** The control plane, whose snapshots say what it tells. */
export function telling(controlPlane: ControlPlane, definition: ControlPlaneDefinition): ControlPlane {
  const tells = tellsOf(definition);
  return {
    ...controlPlane,
    async readFlags(options) {
      const snapshot = await controlPlane.readFlags(options);
      return { ...snapshot, controlPlane: { ...snapshot.controlPlane, tells } };
    },
  };
}
