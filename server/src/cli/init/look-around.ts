/** What a workspace tells about its flags. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFlagFiles } from '../../config/find-flag-files.ts';
import { sdkOfPackage } from '../../core/sdks/registry.ts';
import { listFiles } from '../../session/files/list-files.ts';
import { relativePath } from '../places.ts';
import { kindOfPackage } from './signs.ts';

interface FoundSdk {
  readonly package: string;
  /** The manifests that depend on it, relative to the root. */
  readonly manifests: readonly string[];
}

export interface Surroundings {
  readonly sourceFiles: number;
  /** SDKs, and the providers of OpenFeature that tell what is behind it; sorted by name. */
  readonly sdks: readonly FoundSdk[];
  /** Flag definition files, relative to the root, those nearest to it first. */
  readonly flagFiles: readonly string[];
  /** What to write as `$schema`, where Sluice is a dependency of the workspace. */
  readonly schema: string | null;
}

const schemaPath = 'node_modules/sluice/sluice.schema.json';
const dependencyFields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Reads file names and manifests only. */
export async function lookAround(root: string, signal: AbortSignal): Promise<Surroundings> {
  const { files, manifests, flagFiles } = await listFiles({ root, include: [], ignore: [], signal });
  const sdks = new Map<string, string[]>();
  for (const manifest of manifests) {
    for (const name of dependenciesOf(manifest)) {
      if (!sdkOfPackage(name) && kindOfPackage(name) === null) continue;
      const known = sdks.get(name);
      if (known) known.push(relativePath(root, manifest));
      else sdks.set(name, [relativePath(root, manifest)]);
    }
  }
  return {
    sourceFiles: files.length,
    sdks: [...sdks]
      .map(([name, paths]) => ({ package: name, manifests: paths }))
      .sort((a, b) => (a.package < b.package ? -1 : 1)),
    flagFiles: nearestFirst([...findFlagFiles(root), ...flagFiles.map((path) => relativePath(root, path))]),
    schema: existsSync(join(root, schemaPath)) ? `./${schemaPath}` : null,
  };
}

function nearestFirst(paths: readonly string[]): readonly string[] {
  const depth = (path: string): number => path.split('/').length;
  return [...new Set(paths)].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/** A manifest that cannot be read names nothing. */
function dependenciesOf(path: string): ReadonlySet<string> {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    if (typeof manifest !== 'object' || manifest === null) return new Set();
    const fields = dependencyFields.map((field): unknown => Reflect.get(manifest, field));
    return new Set(fields.flatMap((field) => (typeof field === 'object' && field !== null ? Object.keys(field) : [])));
  } catch {
    return new Set();
  }
}
