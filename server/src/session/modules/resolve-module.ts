/** What an import means in the workspace: the file its source is in, never build output or a dependency's. */
import { statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { sourceExtensions } from '../../core/extract/languages.ts';
import { isSdkSpecifier } from '../../core/sdks/registry.ts';
import { pathOfUri, uriOfPath } from '../uri.ts';
import { readPathAliases } from './tsconfig-paths.ts';
import { readPackageImports, readWorkspacePackages, splitSpecifier } from './workspace-packages.ts';

export interface ModuleResolver {
  /** The URI of the file; null for packages from elsewhere and for what is not there. */
  resolve(fromUri: string, specifier: string): string | null;
  /** The SDK's package that a file of its own repository belongs to; null for nearly all files. */
  packageOf(uri: string): string | null;
  /** Files appeared or vanished: what was remembered is looked up again. */
  forget(): void;
  /** Everything on disk that answers so far depend on. */
  dependencies(): ResolverDependencies;
}

export interface ResolverDependencies {
  /** Read, or looked for in vain. */
  readonly manifests: readonly string[];
  /** Where a file was looked for, and whether one is there. */
  readonly probes: ReadonlyMap<string, boolean>;
}

export interface ModuleResolverOptions {
  /** package.json, tsconfig.json and jsconfig.json files, absolute. */
  readonly manifests: readonly string[];
  /** Is there a regular file? Default: asks the file system. */
  readonly isFile?: (path: string) => boolean;
}

/** TypeScript first: where both lie side by side, the other one is its output. */
const extensions = [
  'ts',
  'tsx',
  'mts',
  'cts',
  ...sourceExtensions.filter((extension) => !/^[cm]?tsx?$/.test(extension)),
];

const sourceOfOutput: readonly (readonly [output: RegExp, sources: readonly string[]])[] = [
  [/\.d\.([cm]?)ts$/, ['.$1ts', '.tsx', '.$1js', '.jsx']],
  [/\.([cm]?)js$/, ['.$1ts', '.tsx', '.$1js', '.jsx']],
  [/\.jsx$/, ['.tsx', '.jsx']],
];

const outputFolder = /^(?:\.\/)?(?:dist|build|lib|out|output)\/(?:(?:esm|cjs|types|es|src)\/)?/;

/** Remembers what it found until `forget`. */
export function createModuleResolver(options: ModuleResolverOptions): ModuleResolver {
  const isPackage = (path: string): boolean => path.endsWith('package.json');
  const packages = readWorkspacePackages(options.manifests.filter(isPackage));
  const packageImports = readPackageImports(options.manifests.filter(isPackage));
  const aliases = readPathAliases(options.manifests.filter((path) => !isPackage(path)));
  const existing = new Map<string, boolean>();
  const resolved = new Map<string, string | null>();
  const byFile = new Map<string, Map<string, string | null>>();

  const isFile = (path: string): boolean => {
    let answer = existing.get(path);
    if (answer === undefined) {
      answer = (options.isFile ?? isRegularFile)(path);
      existing.set(path, answer);
    }
    return answer;
  };

  const sourceFile = (path: string): string | null => candidates(path).find(isFile) ?? null;

  const aliasedFile = (folder: string, specifier: string): string | null => {
    for (const path of aliases.candidates(folder, specifier)) {
      const file = sourceFile(path);
      if (file) return file;
    }
    return null;
  };

  const packageFile = (specifier: string): string | null => {
    const { name, subpath } = splitSpecifier(specifier);
    const found = packages.get(name);
    if (!found) return null;
    return entryFile(found.folder, found.entries(subpath));
  };

  const entryFile = (folder: string, entries: readonly string[]): string | null => {
    for (const entry of entries) {
      // A manifest names what is published; in the workspace its source is what counts.
      const source = entry.replace(outputFolder, 'src/');
      const file = (source !== entry && sourceFile(join(folder, source))) || sourceFile(join(folder, entry));
      if (file && isInside(folder, file)) return file;
    }
    return null;
  };

  /** The nearest package around a folder. */
  const packageAround = (folder: string): ReturnType<typeof packageImports.get> => {
    const found = packageImports.get(folder);
    const parent = dirname(folder);
    return found || parent === folder ? found : packageAround(parent);
  };

  /** Names that no package can have: those its manifest gives its own files, and those that bundlers give by habit. */
  const ownFile = (folder: string, specifier: string): string | null => {
    const sign = /^(?:#|@\/|~\/|\$lib\/)/.exec(specifier)?.[0];
    const around = sign === undefined ? undefined : packageAround(folder);
    if (sign === undefined || !around) return null;
    if (sign === '#') return entryFile(around.folder, around.entries(specifier));
    const path = specifier.slice(sign.length);
    return entryFile(
      around.folder,
      sign === '$lib/' ? [join('src/lib', path)] : [join('src', path), join('app', path), path],
    );
  };

  const resolveIn = (folder: string, specifier: string): string | null => {
    const relative = /^\.\.?(?:\/|$)/.test(specifier);
    // What a name means may depend on the folder (aliases); what a path means does not.
    const target = relative ? resolve(folder, specifier) : `${specifier}\0${folder}`;
    let answer = resolved.get(target);
    if (answer === undefined) {
      const path = relative
        ? sourceFile(target)
        : (aliasedFile(folder, specifier) ?? packageFile(specifier) ?? ownFile(folder, specifier));
      answer = path === null ? null : uriOfPath(path);
      resolved.set(target, answer);
    }
    return answer;
  };

  const holdsSdks = [...packageImports.values()].some(({ name }) => name !== null && isSdkSpecifier(name));

  return {
    packageOf(uri) {
      const path = holdsSdks ? pathOfUri(uri) : null;
      const name = path === null ? null : packageAround(dirname(path))?.name;
      return name && isSdkSpecifier(name) ? name : null;
    },
    // Linking asks for the same imports again and again, at every keystroke: the way to an answer must not touch paths.
    resolve(fromUri, specifier) {
      let answers = byFile.get(fromUri);
      if (!answers) {
        answers = new Map();
        byFile.set(fromUri, answers);
      }
      let answer = answers.get(specifier);
      if (answer === undefined) {
        const from = pathOfUri(fromUri);
        answer = from === null ? null : resolveIn(dirname(from), specifier);
        answers.set(specifier, answer);
      }
      return answer;
    },
    forget() {
      existing.clear();
      resolved.clear();
      byFile.clear();
    },
    dependencies: () => ({ manifests: [...options.manifests, ...aliases.configs], probes: existing }),
  };
}

/** Where the source of a path may be, best first. */
function candidates(path: string): readonly string[] {
  const paths: string[] = [];
  for (const [output, sources] of sourceOfOutput) {
    if (output.test(path)) paths.push(...sources.map((source) => path.replace(output, source)));
  }
  if (sourceExtensions.some((extension) => path.endsWith(`.${extension}`))) paths.push(path);
  for (const extension of extensions) paths.push(`${path}.${extension}`);
  for (const extension of extensions) paths.push(join(path, `index.${extension}`));
  return paths;
}

function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isRegularFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}
