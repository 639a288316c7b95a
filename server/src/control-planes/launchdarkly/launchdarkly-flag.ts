/**
 * A LaunchDarkly flag as its REST API sends it. Facts: launchdarkly/api-client-go, `api/openapi.yaml` (FeatureFlag, FeatureFlagConfig).
 * What an API calls a variation is a variant everywhere else in Sluice.
 */
import { z } from 'zod';
import { plainText } from '../plain-text.ts';

const index = z.number().int().min(0);
/** Thousandths of a percent. */
const weight = z.number().int().min(0).max(100_000);
const link = z.object({ href: z.string() });
/** ms since the epoch; 0 where there is none. */
const time = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

/** Parts that are not listed here (`seed`, `experimentAllocation` …) cannot be sent back, so they have to be seen. */
const rollout = z.lazy(() =>
  z.looseObject({
    variations: z.array(z.looseObject({ variation: index, weight })).min(1),
    bucketBy: z.string().nullish(),
    contextKind: z.string().nullish(),
  }),
);

const fallthrough = z.lazy(() =>
  z.union([z.object({ rollout }), z.object({ variation: index, rollout: z.null().optional() })]),
);

const target = z.looseObject({ values: z.array(z.unknown()) });
const rule = z.looseObject({ disabled: z.boolean().nullish() });
const counts = z.record(z.string(), z.unknown());

const config = z.lazy(() =>
  z.object({
    on: z.boolean(),
    version: z.number().int(),
    lastModified: time.nullish(),
    offVariation: index.nullish(),
    fallthrough,
    rules: z.array(rule).nullish(),
    targets: z.array(target).nullish(),
    contextTargets: z.array(target).nullish(),
    prerequisites: z.array(z.unknown()).nullish(),
    _summary: z
      .object({ prerequisites: z.number().nullish(), variations: z.record(z.string(), counts).nullish() })
      .nullish(),
    _site: link.nullish(),
    _access: z.object({ denied: z.array(z.object({ action: z.string() })).nullish() }).nullish(),
  }),
);

const flag = z.lazy(() =>
  z.object({
    key: z.string().min(1),
    kind: z.string(),
    description: z.string().nullish(),
    creationDate: time.nullish(),
    temporary: z.boolean(),
    tags: z.array(z.string()).nullish(),
    archived: z.boolean(),
    archivedDate: time.nullish(),
    deprecated: z.boolean().nullish(),
    variations: z.array(z.object({ _id: z.string().nullish(), name: z.string().nullish(), value: z.json() })).min(1),
    customProperties: z
      .record(z.string(), z.object({ name: z.string().nullish(), value: z.array(z.unknown()).nullish() }))
      .nullish(),
    maintainerId: z.string().nullish(),
    _maintainer: z
      .object({ email: z.string().nullish(), firstName: z.string().nullish(), lastName: z.string().nullish() })
      .nullish(),
    maintainerTeamKey: z.string().nullish(),
    _purpose: z.string().nullish(),
    environments: z.record(z.string(), config).nullish(),
  }),
);

/** What one environment says about a flag. */
export type LaunchDarklyConfig = z.output<typeof config>;
export type LaunchDarklyRollout = z.output<typeof rollout>;
export type LaunchDarklyFlag = Omit<z.output<typeof flag>, 'environments'> & {
  readonly environments: { readonly [environment: string]: LaunchDarklyConfig };
};

export type ReadFlag =
  | { readonly ok: true; readonly source: LaunchDarklyFlag }
  | { readonly ok: false; readonly problem: string };

/** A flag as it was sent, or what is wrong with it in a few words. Secrets and all that is not used are left behind. */
export function readLaunchDarklyFlag(value: unknown): ReadFlag {
  const { data, error } = flag.safeParse(value);
  if (data === undefined) return { ok: false, problem: firstProblem(error) };
  const environments = data.environments ?? {};
  for (const [environment, found] of Object.entries(environments)) {
    const problem = configProblem(found, data.variations.length);
    if (problem !== null) return { ok: false, problem: `${plainText(environment, 80)}: ${problem}` };
  }
  return { ok: true, source: { ...data, environments } };
}

/** The configuration of one environment; undefined where the answer holds none. */
export function configIn(source: LaunchDarklyFlag, environment: string): LaunchDarklyConfig | undefined {
  return Object.hasOwn(source.environments, environment) ? source.environments[environment] : undefined;
}

/** The variants a configuration serves to everybody it has no rule for, with their weights as they were sent. */
export function fallthroughOf({ fallthrough: served }: LaunchDarklyConfig): LaunchDarklyRollout | number {
  return 'variation' in served ? served.variation : served.rollout;
}

function configProblem(found: LaunchDarklyConfig, variants: number): string | null {
  const served = fallthroughOf(found);
  const used = typeof served === 'number' ? [served] : served.variations.map(({ variation }) => variation);
  if (found.offVariation !== null && found.offVariation !== undefined) used.push(found.offVariation);
  if (used.some((each) => each >= variants)) return 'it serves a variant it does not have';
  return hasHiddenRules(found) ? 'its rules were left out; ask for them with summary=0' : null;
}

/** A list read without `summary=0` holds no rules, only how many there are. */
function hasHiddenRules({ rules, _summary }: LaunchDarklyConfig): boolean {
  if (rules !== null && rules !== undefined) return false;
  if (_summary === null || _summary === undefined) return true;
  const perVariant = Object.values(_summary.variations ?? {});
  const counted = perVariant.flatMap((each) =>
    ['rules', 'nullRules', 'targets', 'contextTargets'].map((name) => each[name]),
  );
  return [_summary.prerequisites, ...counted].some((count) => typeof count === 'number' && count > 0);
}

function firstProblem(error: z.ZodError): string {
  const { path, message } = error.issues[0] ?? { path: [], message: 'unknown shape' };
  const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  return plainText(`${where}${message}`, 200);
}
