/** Flag definition files that Sluice knows by their name, for workspaces that configure no control plane. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['', 'config', 'flags'];
/** A definition file is small; a larger `flags.json` is something else. */
const maxProbeBytes = 4 * 1024 * 1024;

/** Those at the top and in `config/` and `flags/`. Paths relative to `root`, with `/`, sorted: `*.flagd.json`, `flagd.json`, and `flags.json` whose `$schema` is flagd's. */
export function findFlagFiles(root: string): readonly string[] {
  return folders
    .flatMap((folder) => filesIn(join(root, folder)).map((name) => (folder === '' ? name : `${folder}/${name}`)))
    .filter((path) => isFlagFile(join(root, path)))
    .sort();
}

/** True for names that only a flagd definition has; `path` may be relative or absolute. */
export function isFlagFileName(path: string): boolean {
  return /(?:^|[\\/.])flagd\.json$/.test(path);
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name === 'flags.json' || isFlagFileName(name));
  } catch {
    // No such folder, or one we may not read: nothing is assumed from it.
    return [];
  }
}

function isFlagFile(path: string): boolean {
  try {
    const stats = lstatSync(path);
    if (!stats.isFile() || stats.size > maxProbeBytes) return false;
    if (!path.endsWith('flags.json')) return true;
    return /"\$schema"\s*:\s*"[^"]*flagd[^"]*"/.test(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
}
