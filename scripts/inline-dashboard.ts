/** A rolldown plugin: ships the dashboard's texts in the bundle instead of the code that reads them from the sources. */
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'rolldown';

/** Evaluates `server/src/embedded/dashboard/assets.ts` at build time and puts its value in the module's place. */
export function inlineDashboard(): Plugin {
  return {
    name: 'inline-dashboard',
    transform: {
      filter: { id: /[\\/]embedded[\\/]dashboard[\\/]assets\.ts$/ },
      async handler(_code, id) {
        const { dashboardAssets } = (await import(pathToFileURL(id).href)) as {
          dashboardAssets: ReadonlyMap<string, unknown>;
        };
        return { code: `export const dashboardAssets = new Map(${JSON.stringify([...dashboardAssets])});`, map: null };
      },
    },
  };
}
