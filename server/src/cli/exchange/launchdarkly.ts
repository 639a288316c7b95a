/** LaunchDarkly flags in and out: what `GET /api/v2/flags/{project}?env=…&summary=0` answers, or one flag of it. */
import { sharesOf } from '../../control-planes/flagd/flagd-serving.ts';
import { plainText } from '../../control-planes/plain-text.ts';
import type { JsonValue, Purpose } from '../../core/model.ts';
import type { ExchangedFlag } from '../../embedded/exchange/shapes.ts';
import { purpose as purposeSchema } from '../../embedded/shapes.ts';
import {
  createRemarks,
  fieldsOf,
  isOnOff,
  itemsOf,
  textOf,
  UnreadableFile,
  UnreadableFlag,
  variantName,
} from './reading.ts';
import type { Fields, PlainServing, Reading, ReadOptions, Remarks, Writing } from './reading.ts';

/** Thousandths of a percent. */
const fullWeight = 100_000;

/** @throws UnreadableFile */
export function readLaunchDarkly(document: unknown, options: ReadOptions): Reading {
  const file = fieldsOf(document);
  const items = Array.isArray(file['items']) ? itemsOf(file['items']) : 'variations' in file ? [file] : null;
  if (items === null)
    throw new UnreadableFile('it has neither a list "items" nor "variations", as flags of LaunchDarkly have');
  const total = file['totalCount'];
  if (typeof total === 'number' && total > items.length) {
    throw new UnreadableFile(
      `it holds ${items.length} of ${total} flags: fetch the other pages too (_links.next), and put all into "items"`,
    );
  }
  const remarks = createRemarks();
  const flags: ExchangedFlag[] = [];
  const seen = new Set<string>();
  for (const item of items.map(fieldsOf)) {
    const key = textOf(item['key']) ?? '';
    try {
      if (key === '') throw new UnreadableFlag('it has no key');
      if (seen.has(key)) throw new UnreadableFlag('it is there twice; remove one of them');
      seen.add(key);
      const flag = flagOf(item, key, options, remarks);
      if (flag) flags.push(flag);
    } catch (error) {
      if (!(error instanceof UnreadableFlag)) throw error;
      remarks.problems.push({ key: key || 'a flag without key', text: error.message });
    }
  }
  return { flags, ...remarks };
}

function flagOf(item: Fields, key: string, options: ReadOptions, remarks: Remarks): ExchangedFlag | null {
  const note = (text: string): void => void remarks.notes.push({ key, text });
  const variants = variantsOf(item, note);
  const names = variants.map(({ name }) => name);
  const environments: ExchangedFlag['environments'] = {};
  const cannot = new Set<string>();
  let hasRollout = false;
  for (const [foreign, state] of Object.entries(fieldsOf(item['environments']))) {
    const environment = options.environmentFor(foreign);
    if (environment === null) continue;
    if (Object.hasOwn(environments, environment))
      throw new UnreadableFlag(`two of its environments are mapped to "${environment}"`);
    const fields = fieldsOf(state);
    const rules = ['rules', 'targets', 'contextTargets', 'prerequisites'].filter(
      (name) => itemsOf(fields[name]).length > 0,
    );
    for (const what of rules)
      cannot.add(`it has ${what === 'contextTargets' ? 'context targets' : what} in ${foreign}`);
    hasRollout ||= 'rollout' in fieldsOf(fields['fallthrough']);
    environments[environment] = { serving: servedBy(fields, names, note), overrides: [] };
  }
  if (cannot.size > 0) {
    const text = [...cannot].join('; ');
    if (!options.withoutRules) {
      remarks.leftOut.push({ key, text });
      return null;
    }
    note(`${text}: left out`);
  }
  if (item['deprecated'] === true) note('that it is deprecated is not kept');
  const onOff = isOnOff(variants);
  const title = textOf(item['name']);
  return {
    key,
    kind: onOff ? (hasRollout ? 'valve' : 'switch') : 'variant',
    purpose: purposeOf(item),
    variants,
    owner: textOf(fieldsOf(item['_maintainer'])['email']) ?? textOf(item['maintainerTeamKey']),
    description: textOf(item['description']) ?? (title === key ? null : title),
    tags: itemsOf(item['tags']).flatMap((tag) => textOf(tag) ?? []),
    permanent: item['temporary'] === false,
    archived: item['archived'] === true,
    environments,
  };
}

function variantsOf(item: Fields, note: (text: string) => void): { name: string; value: JsonValue }[] {
  const variations = itemsOf(item['variations']).map(fieldsOf);
  if (variations.length === 0) throw new UnreadableFlag('it has no "variations"');
  const types = new Set(variations.map(({ value }) => (value === null ? 'null' : typeof value)));
  if (types.size > 1)
    throw new UnreadableFlag(`its variations are of different types (${[...types].join(', ')}); give them one`);
  const taken = new Set<string>();
  return variations.map((variation) => {
    const value = variation['value'] as JsonValue;
    const name = variantName(variation['name'], value, taken);
    taken.add(name);
    const given = textOf(variation['name']);
    if (given !== null && given !== name) note(`its variation "${plainText(given, 60)}" becomes "${name}"`);
    return { name, value };
  });
}

function servedBy(state: Fields, names: readonly string[], note: (text: string) => void): PlainServing {
  const variantAt = (index: unknown): PlainServing => {
    if (index === undefined || index === null) return { kind: 'off' };
    const variant = typeof index === 'number' ? names[index] : undefined;
    if (variant === undefined)
      throw new UnreadableFlag(`it serves variation ${JSON.stringify(index)}, and has ${names.length}`);
    return { kind: 'static', variant };
  };
  if (typeof state['on'] !== 'boolean') throw new UnreadableFlag('an environment does not say whether it is on');
  if (!('fallthrough' in state))
    throw new UnreadableFlag('an environment has no "fallthrough": fetch it with env=… and summary=0');
  if (!state['on']) return variantAt(state['offVariation']);
  const fallthrough = fieldsOf(state['fallthrough']);
  const rollout = fallthrough['rollout'];
  if (rollout === undefined) return variantAt(fallthrough['variation']);
  return servingOfRollout(fieldsOf(rollout), names, note);
}

function servingOfRollout(rollout: Fields, names: readonly string[], note: (text: string) => void): PlainServing {
  const weights = itemsOf(rollout['variations']).map((entry) => {
    const { variation, weight } = fieldsOf(entry);
    const variant = typeof variation === 'number' ? names[variation] : undefined;
    if (variant === undefined)
      throw new UnreadableFlag(`its rollout names variation ${JSON.stringify(variation)}, and it has ${names.length}`);
    if (typeof weight !== 'number' || !Number.isInteger(weight) || weight < 0) {
      throw new UnreadableFlag(
        `a weight of its rollout is ${plainText(JSON.stringify(weight) ?? 'missing', 40)}; it has to be a whole number from 0 to ${fullWeight}`,
      );
    }
    return { variant, weight };
  });
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  if (sum !== fullWeight) throw new UnreadableFlag(`the weights of its rollout add up to ${sum / 1000} %, not 100 %`);
  const by = textOf(rollout['bucketBy']) ?? 'key';
  const kind = textOf(rollout['contextKind']) ?? 'user';
  if (by !== 'key' || kind !== 'user')
    note(`it buckets by ${plainText(kind, 40)} ${plainText(by, 40)}; here by the targeting key`);
  note('other people than before may be in the same share: the hash is another one');
  if (weights.some(({ weight }) => weight % 10 !== 0)) note('its weights are rounded to 1/100 %');
  const shares = sharesOf(weights);
  const all = shares.find(({ share }) => share === 10_000);
  return all
    ? { kind: 'static', variant: all.variant }
    : { kind: 'fractional', shares: shares.map((share) => ({ ...share })) };
}

/** Where we wrote the purpose when we exported it. */
function purposeOf(item: Fields): Purpose | null {
  const property = fieldsOf(fieldsOf(item['customProperties'])['purpose']);
  return purposeSchema.safeParse(itemsOf(property['value'])[0]).data ?? null;
}

/** @param environments whose servings are written */
export function writeLaunchDarkly(flags: readonly ExchangedFlag[], environments: readonly string[]): Writing {
  const { leftOut, notes } = createRemarks();
  const items = flags.map((flag) => {
    const variants = flag.variants ?? [];
    const indexOf = (name: string | undefined): number => variants.findIndex((variant) => variant.name === name);
    const offIndex = variants.findIndex(({ value }) => value === false);
    const states = Object.entries(flag.environments).filter(([key]) => environments.includes(key));
    if (states.some(([, { overrides }]) => overrides.length > 0)) {
      notes.push({ key: flag.key, text: 'what single datacenters and servers are served is not in the file' });
    }
    if (flag.expiresAt) notes.push({ key: flag.key, text: 'its expiry is not in the file' });
    return {
      key: flag.key,
      name: flag.key,
      kind: isOnOff(variants) ? 'boolean' : 'multivariate',
      description: flag.description ?? '',
      variations: variants.map(({ name, value }) => ({ value, name })),
      temporary: !flag.permanent,
      tags: flag.tags ?? [],
      ...(flag.owner
        ? flag.owner.includes('@')
          ? { _maintainer: { email: flag.owner } }
          : { maintainerTeamKey: flag.owner }
        : {}),
      ...(flag.purpose ? { customProperties: { purpose: { name: 'purpose', value: [flag.purpose] } } } : {}),
      archived: flag.archived,
      environments: Object.fromEntries(
        states.map(([key, { serving }]) => [key, stateOf(serving, offIndex, flag.kind === 'valve', indexOf)]),
      ),
    };
  });
  return { document: { items, totalCount: items.length }, leftOut, notes };
}

function stateOf(
  serving: PlainServing,
  offIndex: number,
  isValve: boolean,
  indexOf: (name: string) => number,
): unknown {
  const rules = { targets: [], contextTargets: [], rules: [], prerequisites: [] };
  const offVariation = offIndex < 0 ? {} : { offVariation: offIndex };
  // A valve stays one where it serves everybody the same.
  const everybody = (variation: number): unknown =>
    isValve ? { rollout: { variations: [{ variation, weight: fullWeight }] } } : { variation };
  if (serving.kind === 'off') return { on: false, fallthrough: everybody(0), ...rules };
  if (serving.kind === 'fractional') {
    const variations = serving.shares.map(({ variant, share }) => ({
      variation: indexOf(variant),
      weight: share * 10,
    }));
    return { on: true, ...offVariation, fallthrough: { rollout: { variations } }, ...rules };
  }
  const index = indexOf(serving.variant);
  return { on: index !== offIndex, ...offVariation, fallthrough: everybody(index), ...rules };
}
