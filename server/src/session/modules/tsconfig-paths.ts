/** What `compilerOptions.paths` and `baseUrl` of tsconfig.json and jsconfig.json make of an import. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parse } from 'jsonc-parser';

export interface PathAliases {
  /** Absolute paths, without extension, that the specifier may mean in a file of this folder; best first. */
  candidates(fromFolder: string, specifier: string): readonly string[];
  /** All configurations that were looked for, bases included, whether they are there or not. */
  readonly configs: readonly string[];
}

interface Rules {
  readonly baseUrl: string | null;
  readonly paths: readonly {
    readonly before: string;
    readonly after: string | null;
    readonly targets: readonly string[];
  }[];
}

/** Chains of `extends` longer than this are a circle. */
const maxExtends = 8;

/** Reads the configurations. One that cannot be read or parsed has no aliases. */
export function readPathAliases(configs: readonly string[]): PathAliases {
  const byFolder = new Map<string, Rules>();
  const asked = new Set<string>();
  for (const path of configs) {
    const rules = readRules(path, maxExtends, asked);
    // tsconfig.json and jsconfig.json lie side by side at most by mistake; the first with rules counts.
    if (rules && !byFolder.has(dirname(path))) byFolder.set(dirname(path), rules);
  }
  const nearest = new Map<string, Rules | null>();
  const rulesFor = (folder: string): Rules | null => {
    const remembered = nearest.get(folder);
    if (remembered !== undefined) return remembered;
    const parent = dirname(folder);
    const rules = byFolder.get(folder) ?? (parent === folder ? null : rulesFor(parent));
    nearest.set(folder, rules);
    return rules;
  };
  return {
    configs: [...asked],
    candidates(fromFolder, specifier) {
      const rules = byFolder.size > 0 ? rulesFor(fromFolder) : null;
      return rules ? apply(rules, specifier) : [];
    },
  };
}

/** The longest matching pattern wins, as in TypeScript. */
function apply({ baseUrl, paths }: Rules, specifier: string): readonly string[] {
  const matches = paths
    .filter(({ before, after }) =>
      after === null
        ? specifier === before
        : specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= before.length + after.length,
    )
    .sort((a, b) => b.before.length - a.before.length);
  const [best] = matches;
  const mapped =
    best?.targets.map((target) =>
      target.replace('*', specifier.slice(best.before.length, specifier.length - (best.after ?? '').length)),
    ) ?? [];
  return baseUrl === null ? mapped : [...mapped, join(baseUrl, specifier)];
}

function readRules(path: string, depth: number, asked: Set<string>): Rules | null {
  asked.add(path);
  const config = readConfig(path);
  if (!config || depth === 0) return null;
  const folder = dirname(path);
  const options = isRecord(config['compilerOptions']) ? config['compilerOptions'] : {};
  const inherited = [config['extends']]
    .flat()
    .flatMap((base) =>
      typeof base === 'string' ? (readRules(extendedPath(folder, base), depth - 1, asked) ?? []) : [],
    )
    .at(-1);
  const referenced = referencedBeside(config, folder).flatMap((other) => readRules(other, depth - 1, asked) ?? []);
  const baseUrl =
    typeof options['baseUrl'] === 'string'
      ? resolve(folder, options['baseUrl'])
      : ([inherited, ...referenced].find((rules) => rules?.baseUrl)?.baseUrl ?? null);
  const own = isRecord(options['paths'])
    ? ownPaths(options['paths'], typeof options['baseUrl'] === 'string' ? resolve(folder, options['baseUrl']) : folder)
    : (inherited?.paths ?? []);
  const paths = [...own, ...referenced.flatMap((rules) => rules.paths)];
  return baseUrl === null && paths.length === 0 ? null : { baseUrl, paths };
}

/** A configuration may be no more than a list of others in its folder: tsconfig.app.json, tsconfig.node.json. */
function referencedBeside(config: { readonly [key: string]: unknown }, folder: string): readonly string[] {
  const { references } = config;
  return (Array.isArray(references) ? references : [])
    .flatMap((reference: unknown) =>
      isRecord(reference) && typeof reference['path'] === 'string' ? [resolve(folder, reference['path'])] : [],
    )
    .filter((path) => path.endsWith('.json') && dirname(path) === folder);
}

function ownPaths(paths: { readonly [key: string]: unknown }, base: string): Rules['paths'] {
  return Object.entries(paths).map(([pattern, targets]) => {
    const star = pattern.indexOf('*');
    return {
      before: star < 0 ? pattern : pattern.slice(0, star),
      after: star < 0 ? null : pattern.slice(star + 1),
      targets: (Array.isArray(targets) ? targets : []).flatMap((target) =>
        typeof target === 'string' ? [resolve(base, target)] : [],
      ),
    };
  });
}

/** Bases from packages are not looked up: they hold compiler settings, not the paths of this workspace. */
function extendedPath(folder: string, base: string): string {
  const path = isAbsolute(base) || base.startsWith('.') ? resolve(folder, base) : '';
  return path.endsWith('.json') || path === '' ? path : `${path}.json`;
}

function readConfig(path: string): { readonly [key: string]: unknown } | null {
  try {
    const value: unknown = parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''), [], { allowTrailingComma: true });
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
