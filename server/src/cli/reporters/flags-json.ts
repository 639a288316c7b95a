/** Flags and their scopes for programs. */
import { openShare, servingLabel } from '../../core/state/serving.ts';
import { reportedScopes, type FlagReport } from '../flag-report.ts';
import { stateJson } from './state-json.ts';

/** `sluice flags --format json`: one object, flags sorted by key. */
export function flagsJson({ flags, environments, state }: FlagReport): string {
  const value = {
    version: 1,
    state: stateJson(state),
    flags: flags.map(({ flag, references }) => ({
      key: flag.key,
      kind: flag.kind,
      purpose: flag.purpose,
      owner: flag.owner,
      description: flag.description,
      createdAt: flag.createdAt,
      expiresAt: flag.expiresAt,
      archivedAt: flag.archivedAt,
      permanent: flag.permanent,
      staleMark: flag.staleMark,
      url: flag.url,
      references,
      environments: Object.fromEntries(
        environments.flatMap(({ key }) => {
          const known = flag.environments[key];
          if (!known) return [];
          const { serving, constantSince, changedAt, changedBy, lastEvaluatedAt, scopes } = known;
          const told = {
            serving: servingLabel(flag, serving),
            share: openShare(flag, serving),
            overrides: scopes.length,
          };
          return [[key, { ...told, constantSince, changedAt, changedBy, lastEvaluatedAt }]];
        }),
      ),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** `sluice status --format json`: one object, scopes wide to narrow. */
export function statusJson({ flags, environments, state }: FlagReport): string {
  const value = {
    version: 1,
    state: stateJson(state),
    flags: flags.map(({ flag }) => ({
      key: flag.key,
      kind: flag.kind,
      revision: flag.revision,
      archivedAt: flag.archivedAt,
      scopes: reportedScopes(flag, environments).map((scope) => ({
        environment: scope.environment,
        datacenter: scope.datacenter,
        server: scope.server,
        critical: scope.critical,
        desired: servingLabel(flag, scope.serving),
        share: openShare(flag, scope.serving),
        overridden: scope.overridden,
        changedAt: scope.changedAt,
        changedBy: scope.changedBy,
        observed: scope.observed && servingLabel(flag, scope.observed.serving),
        observedAt: scope.observed?.at ?? null,
        agrees: scope.agrees,
      })),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
