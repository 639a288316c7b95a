/** The packages of the workspace by name: what `import '@shop/flags'` means inside a monorepo. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface WorkspacePackage {
  readonly folder: string;
  /** What its manifest names for a subpath ('.' = the package itself), most telling first; relative to the folder. */
  entries(subpath: string): readonly string[];
}

/** Conditions in the order in which they lead to source rather than to build output. */
const conditions = ['source', 'development', 'types', 'import', 'module', 'require', 'node', 'browser', 'default'];

/** Reads the manifests. One that cannot be read or parsed is no package; of two with one name the first counts. */
export function readWorkspacePackages(manifests: readonly string[]): ReadonlyMap<string, WorkspacePackage> {
  const packages = new Map<string, WorkspacePackage>();
  for (const path of manifests) {
    const manifest = readManifest(path);
    const name = manifest?.['name'];
    if (!manifest || typeof name !== 'string' || packages.has(name)) continue;
    packages.set(name, { folder: dirname(path), entries: (subpath) => entriesOf(manifest, subpath) });
  }
  return packages;
}

/** Where a package's own names for its files lead to: `#flags`; relative to the folder, most telling first. */
export interface PackageImports {
  readonly name: string | null;
  readonly folder: string;
  entries(specifier: string): readonly string[];
}

/** By the folders of all packages, also of those that have no name. */
export function readPackageImports(manifests: readonly string[]): ReadonlyMap<string, PackageImports> {
  return new Map(
    manifests.map((path) => {
      const folder = dirname(path);
      const manifest = readManifest(path);
      const imports = manifest?.['imports'];
      const name = typeof manifest?.['name'] === 'string' ? manifest['name'] : null;
      return [
        folder,
        { name, folder, entries: (specifier) => (isRecord(imports) ? targetsFor(imports, specifier) : []) },
      ];
    }),
  );
}

/** Splits "@shop/flags/keys" into the package's name and the subpath within it ("." where there is none). */
export function splitSpecifier(specifier: string): { readonly name: string; readonly subpath: string } {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  const rest = parts.slice(length).join('/');
  return { name: parts.slice(0, length).join('/'), subpath: rest === '' ? '.' : `./${rest}` };
}

type Manifest = { readonly [key: string]: unknown };

function readManifest(path: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function entriesOf(manifest: Manifest, subpath: string): readonly string[] {
  const exported = exportsOf(manifest['exports'], subpath);
  if (subpath !== '.') return [...exported, subpath, join('src', subpath)];
  const named = ['source', 'types', 'typings', 'module', 'main', 'browser']
    .map((field) => manifest[field])
    .filter((value) => typeof value === 'string');
  return [...exported, ...named, 'src/index', 'index', 'src/main', 'lib/index'];
}

function exportsOf(exports: unknown, subpath: string): readonly string[] {
  if (!isRecord(exports) || !Object.keys(exports).some((key) => key.startsWith('.'))) {
    return subpath === '.' ? targetsOf(exports) : [];
  }
  return targetsFor(exports, subpath);
}

/** By the exact name, else by a pattern with a star. */
function targetsFor(entries: Manifest, name: string): readonly string[] {
  if (name in entries) return targetsOf(entries[name]);
  for (const [pattern, target] of Object.entries(entries)) {
    const [before, after] = pattern.split('*');
    if (before === undefined || after === undefined) continue;
    if (!name.startsWith(before) || !name.endsWith(after) || name.length < pattern.length - 1) continue;
    const middle = name.slice(before.length, name.length - after.length);
    return targetsOf(target).map((path) => path.replaceAll('*', middle));
  }
  return [];
}

function targetsOf(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap(targetsOf);
  if (!isRecord(target)) return [];
  return conditions.flatMap((condition) => targetsOf(target[condition]));
}

function isRecord(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
