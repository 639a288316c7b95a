/** From flags and code to the findings of workspace checks, on the shop's flags. */
import { onlyFile } from '../../server/src/core/checks/run.ts';
import { runWorkspaceChecks } from '../../server/src/core/checks/run-workspace.ts';
import { join } from '../../server/src/core/join.ts';
import type { Finding } from '../../server/src/core/model.ts';
import { shopFile } from './call-sites.ts';
import { settingsOf, type CheckCodeOptions } from './check-code.ts';
import { now, shopSnapshot } from './snapshots.ts';

export interface CheckWorkspaceOptions extends CheckCodeOptions {
  /** What the whole workspace holds, in the notation of `shopFile`. Default: no code. */
  readonly code?: string;
}

/** The findings of all workspace checks, at no place. Without a complete snapshot there are none, as in the session. */
export function checkWorkspace(options: CheckWorkspaceOptions = {}): readonly Finding[] {
  const { snapshot = shopSnapshot(), code = '' } = options;
  if (snapshot === null || !snapshot.complete) return [];
  const usages = join(shopFile(code, options.callSite).callSites, null);
  return runWorkspaceChecks({
    snapshot,
    criticalEnvironments: options.criticalEnvironments ?? null,
    now: options.now ?? now,
    settings: settingsOf(options.settings),
    workspace: { ...onlyFile(usages), isWhole: true, ...options.workspace },
    place: () => ({ uri: 'file:///shop/sluice.config.json', span: { start: 0, end: 0 } }),
  });
}
