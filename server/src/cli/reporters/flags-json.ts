/** Flags and their scopes for programs. */
import { openShare, servingLabel } from '../../core/state/serving.ts';
import { reportedScopes, type FlagReport } from '../flags/flag-report.ts';
import { verdictJson } from './verdict-json.ts';
import { stateJson } from './state-json.ts';
import { jsonText } from './json-text.ts';

/** `sluice flags --format json`: one object, flags sorted by key. */
export function flagsJson(report: FlagReport): string {
  return jsonText({ version: 1, state: stateJson(report.state), flags: flagsOf(report) });
}

/** What `sluice flags` tells of each flag. */
export function flagsOf({ flags, environments }: FlagReport): readonly object[] {
  return flags.map(({ flag, references, verdict }) => ({
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
    prerequisites: flag.prerequisites,
    verdict: verdict && verdictJson(verdict),
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
  }));
}

/** `sluice status --format json`: one object, scopes wide to narrow. */
export function statusJson(report: FlagReport): string {
  return jsonText({ version: 1, state: stateJson(report.state), flags: statesOf(report) });
}

/** What `sluice status` tells of each flag. */
export function statesOf({ flags, environments }: FlagReport): readonly object[] {
  return flags.map(({ flag }) => ({
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
  }));
}
