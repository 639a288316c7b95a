/** On which environments staleness is judged. */
import type { Environment, FlagSnapshot } from '../core/model.ts';
import type { ControlPlaneConfig } from './schema.ts';
import { didYouMean } from './suggest.ts';

export interface CriticalEnvironments {
  readonly environments: readonly Environment[];
  /** One sentence where the configuration names environments that the control plane does not have; findings would silently be missing. */
  readonly problem: string | null;
}

/** The environments named in `environments.critical`, else those the control plane marks as critical, else all. */
export function criticalEnvironments(snapshot: FlagSnapshot, config: ControlPlaneConfig | null): CriticalEnvironments {
  const named = config?.kind === 'sluice' ? config.environments?.critical : undefined;
  if (named !== undefined) {
    const known = snapshot.environments.map((environment) => environment.key);
    const unknown = named.filter((key) => !known.includes(key));
    const [first] = unknown;
    return {
      environments: snapshot.environments.filter((environment) => named.includes(environment.key)),
      problem:
        first === undefined
          ? null
          : `controlPlane.environments.critical names ${unknown.map((key) => JSON.stringify(key)).join(', ')}, ` +
            `but ${snapshot.controlPlane.name} has ${known.join(', ') || 'no environments'}.${didYouMean(first, known)}`,
    };
  }
  const marked = snapshot.environments.filter((environment) => environment.critical);
  return { environments: marked.length > 0 ? marked : snapshot.environments, problem: null };
}
