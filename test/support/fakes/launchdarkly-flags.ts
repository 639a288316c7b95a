/** The stored flags of the FAKE LaunchDarkly, and what a semantic patch does to one. */

export interface FakeRollout {
  variations: { variation: number; weight: number; _untracked?: boolean }[];
  bucketBy?: string;
  contextKind?: string;
  seed?: number;
  experimentAllocation?: object;
}

export interface FakeConfig {
  on: boolean;
  archived: boolean;
  salt: string;
  sel: string;
  lastModified: number;
  version: number;
  targets: { values: string[]; variation: number; contextKind?: string }[];
  contextTargets: { values: string[]; variation: number; contextKind: string }[];
  rules: {
    _id: string;
    clauses: object[];
    variation?: number;
    rollout?: FakeRollout;
    disabled?: boolean;
    trackEvents: boolean;
  }[];
  fallthrough: { variation?: number; rollout?: FakeRollout };
  offVariation?: number;
  prerequisites: { key: string; variation: number }[];
  _site: { href: string; type: string };
  _environmentName: string;
  trackEvents: boolean;
  trackEventsFallthrough: boolean;
  _access?: { denied: { action: string; reason: object }[]; allowed: object[] };
}

export interface FakeFlag {
  key: string;
  name: string;
  kind: 'boolean' | 'multivariate';
  description: string;
  _version: number;
  creationDate: number;
  variations: { _id: string; value: unknown; name?: string }[];
  temporary: boolean;
  tags: string[];
  maintainerId?: string;
  _maintainer?: { _id: string; email: string; firstName: string; lastName: string; role: string; _links: object };
  maintainerTeamKey?: string;
  customProperties: { [key: string]: { name: string; value: string[] } };
  archived: boolean;
  archivedDate?: number;
  deprecated: boolean;
  deprecatedDate?: number;
  defaults: { onVariation: number; offVariation: number };
  _purpose?: string;
  experiments: { baselineIdx: number; items: object[] };
  environments: { [environment: string]: FakeConfig };
}

/** What the fake answers instead, in LaunchDarkly's words. */
export class FakeRefusal extends Error {
  readonly status: number;
  readonly body: { readonly code: string; readonly message: string };
  readonly headers: { readonly [name: string]: string };

  constructor(status: number, message: string, headers: { readonly [name: string]: string } = {}) {
    super(message);
    this.status = status;
    this.body = launchDarklyError(status, message);
    this.headers = headers;
  }
}

const codes: { readonly [status: number]: string } = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'optimistic_locking_error',
  429: 'rate_limited',
};

/** The body of a refusal. */
export function launchDarklyError(
  status: number,
  message: string,
): { readonly code: string; readonly message: string } {
  return { code: codes[status] ?? 'internal_service_error', message };
}

export type NewFlag = Partial<Omit<FakeFlag, 'environments'>> & {
  readonly key: string;
  readonly environments?: { readonly [environment: string]: Partial<FakeConfig> };
};

export const created = Date.UTC(2026, 9, 1, 8);

/** A flag as LaunchDarkly leaves a new one: off everywhere, `true` for everybody once it is on. */
export function newFlag({ environments = {}, ...parts }: NewFlag, project: string, all: readonly string[]): FakeFlag {
  const id = (position: number): string => `${parts.key}-${'abcdefgh'[position]}`;
  const variations = (parts.variations ?? [{ value: true }, { value: false }]) as FakeFlag['variations'];
  return structuredClone({
    name: parts.key,
    kind: 'boolean',
    description: '',
    _version: 1,
    creationDate: created,
    temporary: true,
    tags: [],
    customProperties: {},
    archived: false,
    deprecated: false,
    defaults: { onVariation: 0, offVariation: variations.length - 1 },
    experiments: { baselineIdx: 0, items: [] },
    ...parts,
    variations: variations.map((each, position) => ({ ...each, _id: each._id ?? id(position) })),
    environments: Object.fromEntries(
      all.map((environment) => [
        environment,
        {
          on: false,
          archived: parts.archived ?? false,
          salt: 'c0ffee',
          sel: 'decaf',
          lastModified: created,
          version: 1,
          targets: [],
          contextTargets: [],
          rules: [],
          fallthrough: { variation: 0 },
          offVariation: variations.length - 1,
          prerequisites: [],
          _site: { href: `/${project}/${environment}/features/${parts.key}`, type: 'text/html' },
          _environmentName: environment,
          trackEvents: false,
          trackEventsFallthrough: false,
          ...environments[environment],
        },
      ]),
    ),
  } as FakeFlag);
}

/** Carries out a semantic patch on a copy. Throws FakeRefusal for anything LaunchDarkly does not know, and for what it cannot do. */
export function patched(
  flag: FakeFlag,
  body: unknown,
  at: number,
): { readonly flag: FakeFlag; readonly actions: readonly string[] } {
  const { environmentKey, instructions, ...rest } = objectOf(body, 'Invalid request body');
  const { comment = '', ...unknown } = rest;
  if (Object.keys(unknown).length > 0) throw new FakeRefusal(400, `Unknown field "${Object.keys(unknown)[0]}"`);
  if (typeof comment !== 'string') throw new FakeRefusal(400, 'comment must be a string');
  if (!Array.isArray(instructions) || instructions.length === 0)
    throw new FakeRefusal(400, 'instructions must not be empty');
  if (typeof environmentKey !== 'string') throw new FakeRefusal(400, 'environmentKey is required');
  const copy = structuredClone(flag);
  const config = Object.hasOwn(copy.environments, environmentKey) ? copy.environments[environmentKey] : undefined;
  if (config === undefined) throw new FakeRefusal(400, `Unknown environment "${environmentKey}"`);
  if (copy.archived) throw new FakeRefusal(400, 'Cannot update the targeting of an archived flag');
  const actions = instructions.map((instruction) =>
    carryOut(copy, config, objectOf(instruction, 'Invalid instruction')),
  );
  if (JSON.stringify(copy) !== JSON.stringify(flag)) {
    Object.assign(config, { version: config.version + 1, lastModified: at });
    copy._version += 1;
  }
  return { flag: copy, actions };
}

interface Fields {
  readonly [name: string]: unknown;
}

/** Returns the action that a role has to allow. */
function carryOut(flag: FakeFlag, config: FakeConfig, { kind, ...fields }: Fields): string {
  switch (kind) {
    case 'turnFlagOn':
    case 'turnFlagOff':
      only(fields, []);
      config.on = kind === 'turnFlagOn';
      return 'updateOn';
    case 'updateOffVariation':
      only(fields, ['variationId']);
      config.offVariation = positionOf(flag, fields['variationId']);
      return 'updateOffVariation';
    case 'updateFallthroughVariationOrRollout':
      config.fallthrough = fallthroughOf(flag, fields);
      return 'updateFallthrough';
    default:
      throw new FakeRefusal(400, `Unknown instruction kind "${String(kind)}"`);
  }
}

function fallthroughOf(flag: FakeFlag, fields: Fields): FakeConfig['fallthrough'] {
  if ('variationId' in fields) {
    only(fields, ['variationId']);
    return { variation: positionOf(flag, fields['variationId']) };
  }
  only(fields, ['rolloutWeights', 'rolloutContextKind', 'rolloutBucketBy']);
  const weights = Object.entries(objectOf(fields['rolloutWeights'], 'rolloutWeights or variationId is required'));
  const given = new Map(weights.map(([id, weight]) => [positionOf(flag, id), weight]));
  const isWeight = (weight: unknown): weight is number =>
    Number.isInteger(weight) && Number(weight) >= 0 && Number(weight) <= 100_000;
  if (![...given.values()].every(isWeight)) throw new FakeRefusal(400, 'Weights must be integers between 0 and 100000');
  const sum = [...given.values()].reduce<number>((all, weight) => all + Number(weight), 0);
  if (sum !== 100_000) throw new FakeRefusal(400, 'The sum of weights across all variations must equal 100000');
  const variations = flag.variations.map((_, variation) => ({ variation, weight: Number(given.get(variation) ?? 0) }));
  const bucketBy = fields['rolloutBucketBy'];
  return {
    rollout: {
      variations,
      contextKind: String(fields['rolloutContextKind'] ?? 'user'),
      ...(bucketBy === undefined ? {} : { bucketBy: String(bucketBy) }),
    },
  };
}

function only(fields: Fields, known: readonly string[]): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new FakeRefusal(400, `Unknown field "${unknown}"`);
}

function positionOf({ variations }: FakeFlag, id: unknown): number {
  const position = variations.findIndex(({ _id }) => _id === id);
  if (position < 0) throw new FakeRefusal(400, `Unknown variation "${String(id)}"`);
  return position;
}

function objectOf(value: unknown, message: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FakeRefusal(400, message);
  return value as Fields;
}
