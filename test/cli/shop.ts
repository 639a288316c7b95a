/** A small shop for tests of the command line. */
import { formatSnapshot } from '../../server/src/control-planes/snapshots/snapshot-file.ts';
import type { FlagSnapshot } from '../../server/src/core/model.ts';
import { serves, shopSnapshot, shopSwitch, shopValve } from '../support/snapshots.ts';
import { temporaryFolder, type FolderFiles } from '../session/temporary-folder.ts';

/** A switch that has been on for 200 days, a valve at 25 % for 40, and a key with a typing error. */
export const checkout = `import { OpenFeature } from '@openfeature/server-sdk';

const flags = OpenFeature.getClient();

export async function placeOrder(key: string) {
  if (await flags.getBooleanValue('new-checkout', false)) return 1;
  if (await flags.getBooleanValue('new-serach', false)) return 2;
  return flags.getBooleanValue(key, false);
}
`;

export function shopState(parts: Partial<FlagSnapshot> = {}): FlagSnapshot {
  return shopSnapshot({
    flags: [
      shopSwitch('new-checkout', {
        owner: 'team-checkout',
        environments: { production: serves('on', { forDays: 200 }) },
      }),
      shopValve('new-search', { owner: 'team-search' }),
    ],
    ...parts,
  });
}

/** A folder with the code, the state and a configuration that sets nothing; `files` are added or replaced. */
export function shop(files: FolderFiles = {}, state: FlagSnapshot = shopState()): string {
  return temporaryFolder({
    'src/checkout.ts': checkout,
    'flags.snapshot.json': formatSnapshot(state),
    'sluice.config.json': '{}',
    ...files,
  });
}

/** A configuration for tests that are not about what else is wrong with the code. */
export const twoChecks = '{ "preset": "none", "checks": { "unknown-flag": "error", "stale-switch": "warning" } }';
