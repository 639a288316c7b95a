/**
 * Unleash exports in and out: `POST /api/admin/features-batch/export` (one environment), and the older state export, version 4.
 */
import type { FlagKind, Purpose } from '../../core/model.ts';
import { plainText } from '../../control-planes/plain-text.ts';
import { defaultVariants } from '../../embedded/store/servings.ts';
import type { ExchangedFlag } from '../../embedded/exchange/shapes.ts';
import { createRemarks, fieldsOf, isOnOff, itemsOf, textOf, UnreadableFile, UnreadableFlag } from './reading.ts';
import type { Fields, PlainServing, Reading, ReadOptions, Remarks, Writing } from './reading.ts';

const purposes: { readonly [type: string]: Purpose } = {
  release: 'release',
  experiment: 'experiment',
  operational: 'ops',
  'kill-switch': 'kill-switch',
  permission: 'permission',
};
const types: { readonly [purpose: string]: string } = {
  ...Object.fromEntries(Object.entries(purposes).map(([type, purpose]) => [purpose, type])),
  dark: 'release',
};

const off: PlainServing = { kind: 'static', variant: 'off' };
const on: PlainServing = { kind: 'static', variant: 'on' };

/** @throws UnreadableFile */
export function readUnleash(document: unknown, options: ReadOptions): Reading {
  const file = fieldsOf(document);
  if (!Array.isArray(file['features']))
    throw new UnreadableFile('it has no list "features", which every Unleash export has');
  const remarks = createRemarks();
  const environments = group(file['featureEnvironments'], 'featureName');
  const strategies = group(file['featureStrategies'], 'featureName');
  const tags = group(file['featureTags'], 'featureName');
  const dependent = new Set(itemsOf(file['dependencies']).map((item) => textOf(fieldsOf(item)['feature'])));
  const flags: ExchangedFlag[] = [];
  const seen = new Set<string>();
  for (const feature of itemsOf(file['features']).map(fieldsOf)) {
    const key = textOf(feature['name']) ?? '';
    try {
      if (key === '') throw new UnreadableFlag('it has no name');
      if (seen.has(key)) throw new UnreadableFlag('it is there twice; remove one of them');
      seen.add(key);
      const parts = {
        environments: environments.get(key) ?? [],
        strategies: strategies.get(key) ?? [],
        tags: tags.get(key) ?? [],
        isDependent: dependent.has(key),
      };
      const flag = flagOf(feature, key, parts, options, remarks);
      if (flag) flags.push(flag);
    } catch (error) {
      if (!(error instanceof UnreadableFlag)) throw error;
      remarks.problems.push({ key: key || 'a feature without name', text: error.message });
    }
  }
  return { flags, ...remarks };
}

interface Parts {
  readonly environments: readonly Fields[];
  readonly strategies: readonly Fields[];
  readonly tags: readonly Fields[];
  /** It serves nothing but where another feature is on. */
  readonly isDependent: boolean;
}

function flagOf(
  feature: Fields,
  key: string,
  parts: Parts,
  options: ReadOptions,
  remarks: Remarks,
): ExchangedFlag | null {
  const note = (text: string): void => void remarks.notes.push({ key, text });
  const type = textOf(feature['type']);
  const purpose = type === null ? null : (purposes[type] ?? null);
  if (type !== null && purpose === null) note(`the type ${plainText(type, 60)} has no purpose here and is not kept`);
  if (feature['stale'] === true) note('its stale mark is not kept');
  const servings: ExchangedFlag['environments'] = {};
  let kind: FlagKind = 'switch';
  const cannot = new Set<string>(parts.isDependent ? ['it depends on another feature'] : []);
  for (const state of parts.environments) {
    const foreign = textOf(state['environment']) ?? '';
    const environment = options.environmentFor(foreign);
    if (environment === null) continue;
    if (Object.hasOwn(servings, environment))
      throw new UnreadableFlag(`its environment "${foreign}" is there twice, or two are mapped to "${environment}"`);
    // An export of one environment does not repeat it in every strategy.
    const active = parts.strategies.filter(
      (one) => (textOf(one['environment']) ?? foreign) === foreign && one['disabled'] !== true,
    );
    const all = parts.strategies.filter((one) => (textOf(one['environment']) ?? foreign) === foreign);
    const { serving, isValve, reasons } = servedBy(state, active, all.length > active.length, note);
    if (isValve) kind = 'valve';
    for (const reason of reasons) cannot.add(`${reason} in ${foreign}`);
    servings[environment] = { serving: parts.isDependent ? off : serving, overrides: [] };
  }
  if (cannot.size > 0) {
    const text = [...cannot].join('; ');
    if (!options.withoutRules) {
      remarks.leftOut.push({ key, text });
      return null;
    }
    note(`${text}: nobody is served it there`);
  }
  const { owner, tags } = tagsOf(parts.tags);
  return {
    key,
    kind,
    purpose,
    variants: [...defaultVariants],
    owner,
    description: textOf(feature['description']),
    tags,
    archived: textOf(feature['archivedAt']) !== null || feature['archived'] === true,
    environments: servings,
  };
}

interface Served {
  readonly serving: PlainServing;
  readonly isValve: boolean;
  readonly reasons: readonly string[];
}

function servedBy(
  state: Fields,
  active: readonly Fields[],
  hasDisabled: boolean,
  note: (text: string) => void,
): Served {
  const enabled = state['enabled'];
  if (typeof enabled !== 'boolean') throw new UnreadableFlag('an environment does not say whether it is enabled there');
  const reasons: string[] = [];
  if (itemsOf(state['variants']).length > 0) reasons.push('it has variants');
  const [strategy, ...others] = active;
  if (others.length > 0) reasons.push('it has several strategies');
  if (strategy === undefined) {
    if (hasDisabled) reasons.push('all its strategies are disabled');
    return { serving: enabled && reasons.length === 0 ? on : off, isValve: false, reasons };
  }
  if (itemsOf(strategy['constraints']).length > 0) reasons.push('its strategy has constraints');
  if (itemsOf(strategy['segments']).length > 0) reasons.push('its strategy has segments');
  if (itemsOf(strategy['variants']).length > 0) reasons.push('its strategy has variants');
  const name = textOf(strategy['name']) ?? textOf(strategy['strategyName']) ?? '';
  const parameters = fieldsOf(strategy['parameters']);
  const share = shareOf(name, parameters);
  if (share === null) reasons.push(`its strategy is ${plainText(name, 60) || 'unnamed'}`);
  const stickiness = textOf(parameters['stickiness']) ?? 'default';
  if (share !== null && share > 0 && share < 10_000 && stickiness !== 'default') {
    note(`it is sticky by ${plainText(stickiness, 60)}; here by the targeting key`);
  }
  if (share !== null && share > 0 && share < 10_000)
    note('other people than before may be in the same share: the hash is another one');
  const isValve = share !== null && name !== 'default';
  if (!enabled || share === null || reasons.length > 0) return { serving: off, isValve, reasons };
  return { serving: servingOfShare(share), isValve, reasons };
}

function servingOfShare(share: number): PlainServing {
  if (share === 0) return off;
  if (share === 10_000) return on;
  return {
    kind: 'fractional',
    shares: [
      { variant: 'on', share },
      { variant: 'off', share: 10_000 - share },
    ],
  };
}

/** Null for a strategy that serves by rules. */
function shareOf(name: string, parameters: Fields): number | null {
  if (name === 'default') return 10_000;
  const field = name === 'flexibleRollout' ? 'rollout' : name.startsWith('gradualRollout') ? 'percentage' : null;
  if (field === null) return null;
  const percent = Number(parameters[field] ?? Number.NaN);
  const share = percent * 100;
  if (!Number.isInteger(share) || share < 0 || share > 10_000) {
    throw new UnreadableFlag(
      `its ${field} is ${plainText(JSON.stringify(parameters[field] ?? null), 60)}; it has to be 0 to 100`,
    );
  }
  return share;
}

/** The tag "owner:team-shop" names the owner; a tag of the type "simple" is only its value. */
function tagsOf(list: readonly Fields[]): { owner: string | null; tags: string[] } {
  let owner: string | null = null;
  const tags: string[] = [];
  for (const tag of list) {
    const type = textOf(tag['tagType']) ?? 'simple';
    const value = textOf(tag['tagValue']);
    if (value === null) continue;
    if (type === 'owner' && owner === null) owner = value;
    else tags.push(type === 'simple' ? value : `${type}:${value}`);
  }
  return { owner, tags };
}

/** @param environment the one whose servings are written, as Unleash's own export does */
export function writeUnleash(flags: readonly ExchangedFlag[], environment: string): Writing {
  const { leftOut, notes } = createRemarks();
  const lists = {
    features: [] as unknown[],
    featureStrategies: [] as unknown[],
    featureEnvironments: [] as unknown[],
    featureTags: [] as unknown[],
  };
  for (const flag of flags) {
    const { key } = flag;
    const state = flag.environments[environment];
    const share = state && shareServed(flag, state.serving);
    if (share === undefined) continue;
    if (typeof share === 'string') {
      leftOut.push({ key, text: share });
      continue;
    }
    if (state && state.overrides.length > 0)
      notes.push({ key, text: 'what single datacenters and servers are served is not in the file' });
    if (flag.expiresAt || flag.permanent)
      notes.push({ key, text: 'its expiry and whether it is permanent are not in the file' });
    lists.features.push({
      name: key,
      type: types[flag.purpose ?? 'release'] ?? 'release',
      description: flag.description ?? '',
      project: 'default',
      stale: false,
      impressionData: false,
      archived: flag.archived,
    });
    lists.featureEnvironments.push({ name: key, featureName: key, environment, enabled: share > 0, variants: [] });
    const rollout = flag.kind === 'switch' ? 100 : share / 100;
    lists.featureStrategies.push({
      featureName: key,
      name: 'flexibleRollout',
      title: null,
      parameters: { rollout: String(rollout), stickiness: 'default', groupId: key },
      constraints: [],
      segments: [],
      variants: [],
      disabled: false,
    });
    if (flag.owner) lists.featureTags.push({ featureName: key, tagType: 'owner', tagValue: flag.owner });
    for (const tag of flag.tags ?? []) lists.featureTags.push({ featureName: key, tagType: 'simple', tagValue: tag });
  }
  const document = {
    ...lists,
    contextFields: [],
    segments: [],
    tagTypes: tagTypes(lists.featureTags.length),
    dependencies: [],
  };
  return { document, leftOut, notes };
}

function tagTypes(count: number): readonly unknown[] {
  if (count === 0) return [];
  return [
    { name: 'simple', description: 'Used to simplify filtering of features', icon: '#' },
    { name: 'owner', description: 'Who owns the flag', icon: 'O' },
  ];
}

/** 0..10000 in whole percents, or why Unleash cannot hold it. */
function shareServed(flag: ExchangedFlag, serving: PlainServing): number | string {
  const variants = flag.variants ?? defaultVariants;
  if (!isOnOff(variants)) return 'its values are not just true and false, which an Unleash feature is';
  const onName = variants.find(({ value }) => value === true)?.name;
  if (serving.kind === 'off') return 0;
  if (serving.kind === 'static') return serving.variant === onName ? 10_000 : 0;
  const share = serving.shares.find(({ variant }) => variant === onName)?.share ?? 0;
  return share % 100 === 0 ? share : `it serves ${share / 100} %, and Unleash has whole percents only`;
}

function group(list: unknown, by: string): ReadonlyMap<string, readonly Fields[]> {
  const groups = new Map<string, Fields[]>();
  for (const item of itemsOf(list).map(fieldsOf)) {
    const key = textOf(item[by]);
    if (key === null) continue;
    const items = groups.get(key) ?? [];
    items.push(item);
    groups.set(key, items);
  }
  return groups;
}
