/** Environments named in the settings of checks: one that does not exist would silently change nothing. */
import type { ConfiguredControlPlane } from './control-planes.ts';
import { formatKeyPath, type ConfigDocument, type KeyPath } from './config-document.ts';
import { configurationErrorIn, type ConfigurationProblem } from './configuration-error.ts';
import type { Config } from './schema.ts';
import { didYouMean } from './suggest.ts';

/** Every environment that settings of checks name, with where. */
export function namedEnvironments({
  checks = {},
  overrides = [],
}: Pick<Config, 'checks' | 'overrides'>): readonly { readonly environment: string; readonly path: KeyPath }[] {
  const layers: readonly (readonly [KeyPath, typeof checks])[] = [
    [['checks'], checks],
    ...overrides.map((override, index) => [['overrides', index, 'checks'], override.checks] as const),
  ];
  return layers.flatMap(([path, layer]) =>
    Object.entries(layer).flatMap(([id, check]) =>
      Object.keys((typeof check === 'object' ? check.environments : undefined) ?? {}).map((environment) => ({
        environment,
        path: [...path, id, 'environments', environment],
      })),
    ),
  );
}

/**
 * Throws ConfigurationError for an environment that no control plane has, as far as the configuration alone tells: of a definition
 * file, it says which one it stands for. Where it does not tell, only the state can.
 */
export function requireKnownEnvironments(
  config: Config,
  controlPlanes: readonly ConfiguredControlPlane[],
  document: ConfigDocument,
): void {
  const known = controlPlanes.map(({ config: plane }) => ('environment' in plane ? plane.environment : null));
  if (known.length === 0 || known.includes(null)) return;
  const names = [...new Set(known.filter((name) => name !== null))];
  const problems = namedEnvironments(config)
    .filter(({ environment }) => !names.includes(environment))
    .map(({ environment, path }): ConfigurationProblem => ({
      ...document.placeOfKey(path),
      path: formatKeyPath(path),
      message: `There is no environment ${JSON.stringify(environment)}.${didYouMean(environment, names) || ` There is: ${names.join(', ')}.`}`,
    }));
  if (problems.length > 0) throw configurationErrorIn(document.file, problems);
}
