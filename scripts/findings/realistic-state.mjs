/**
 * A state as teams have it, for the flags that a tree reads: most of it healthy, some flags forgotten, and some that no code reads.
 * What a flag is like follows from its key alone, so that the same tree gives the same state.
 */
import { createHash } from 'node:crypto';

const dayMs = 86_400_000;

/** What a flag may be like, with how many of a hundred are. */
const profiles = [
  { weight: 30, name: 'a release being worked on', purpose: 'release', serving: 'off', days: [1, 20] },
  { weight: 10, name: 'a release just opened', purpose: 'release', serving: 'on', days: [1, 20] },
  { weight: 14, name: 'a release forgotten when it was out', purpose: 'release', serving: 'on', days: [60, 500] },
  { weight: 5, name: 'a release given up', purpose: 'release', serving: 'off', days: [90, 500] },
  { weight: 8, name: 'a kill switch', purpose: 'kill-switch', serving: 'on', days: [100, 900] },
  { weight: 6, name: 'a permission', purpose: 'permission', serving: 'targeted', days: [10, 400] },
  { weight: 5, name: 'an operational switch', purpose: 'ops', serving: 'on', days: [5, 60] },
  { weight: 4, name: 'a permanent setting', purpose: 'release', serving: 'on', days: [100, 900], permanent: true },
  { weight: 8, name: 'a valve on its way', purpose: 'release', serving: 'share', days: [1, 10], kind: 'valve' },
  { weight: 4, name: 'a valve left half open', purpose: 'release', serving: 'share', days: [40, 300], kind: 'valve' },
  { weight: 2, name: 'archived', purpose: 'release', serving: 'on', days: [30, 300], isArchived: true },
  { weight: 2, name: 'not in the control plane', isMissing: true },
  { weight: 2, name: 'past its date', purpose: 'release', serving: 'off', days: [10, 25], expired: 5 },
];

/**
 * @param keys what the code reads: key -> { valueType, literals } as far as the code shows it
 * @param now ms since the epoch
 * @returns `{ snapshot, profiles }`: a document for `--state`, and by key what each flag is meant to be
 */
export function realisticState(keys, now) {
  const chosen = new Map();
  const flags = [];
  for (const [key, seen] of [...keys].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const profile = profileOf(key);
    chosen.set(key, profile.name);
    if (!profile.isMissing) flags.push(flagOf(key, seen, profile, now));
  }
  // A fifth more that this code does not read: another repository does, or nobody any more.
  for (let index = 0; index < Math.ceil(keys.size / 5); index++) {
    const key = `other-service-${index + 1}`;
    flags.push(flagOf(key, { valueType: 'boolean', literals: [] }, profiles[index % 3], now));
  }
  const servers = (place) => [1, 2].map((number) => `${place}-${number}`);
  const datacenters = ['fra', 'nyc'].map((key) => ({ key, servers: servers(key) }));
  return {
    profiles: chosen,
    snapshot: {
      sluiceSnapshot: 1,
      controlPlane: {
        kind: 'sluice',
        name: 'sluice',
        url: null,
        tells: ['all', 'evaluated', 'owner', 'purpose', 'created', 'observed'],
      },
      environments: [
        { key: 'production', critical: true, datacenters },
        { key: 'staging', critical: false, datacenters: [{ key: 'fra', servers: ['stage-1'] }] },
      ],
      flags,
      complete: true,
      incompleteReason: null,
      readAt: new Date(now).toISOString(),
      revision: '1',
    },
  };
}

function profileOf(key) {
  let left = numberOf(key, 'profile') % profiles.reduce((sum, { weight }) => sum + weight, 0);
  return profiles.find(({ weight }) => (left -= weight) < 0);
}

function flagOf(key, { valueType, literals }, profile, now) {
  const at = (days) => new Date(now - days * dayMs).toISOString();
  const [least, most] = profile.days;
  const days = least + (numberOf(key, 'days') % (most - least));
  const variants = variantsOf(valueType, literals);
  const isBoolean = valueType === 'boolean';
  const [on, off] = [variants[0].name, variants.at(-1).name];
  const serving = servingOf(isBoolean ? profile.serving : 'on', { on, off, key });
  const state = {
    serving,
    constantSince: serving.kind === 'static' ? at(days) : null,
    changedAt: at(days),
    changedBy: 'mia',
    lastEvaluatedAt: at(0.02),
    scopes: [],
    observed: [],
  };
  return {
    key,
    kind: isBoolean ? (profile.kind ?? 'switch') : 'variant',
    purpose: profile.purpose,
    valueType,
    variants,
    owner: numberOf(key, 'owner') % 10 === 0 ? null : `team-${1 + (numberOf(key, 'owner') % 4)}`,
    description: null,
    tags: [],
    createdAt: at(days + 30),
    expiresAt: profile.expired === undefined ? null : at(profile.expired),
    archivedAt: profile.isArchived ? at(days) : null,
    permanent: profile.permanent ?? false,
    staleMark: null,
    prerequisites: [],
    url: null,
    revision: '1',
    environments: { production: state, staging: { ...state, serving: { kind: 'static', variant: on } } },
  };
}

function servingOf(kind, { on, off, key }) {
  const fixed = { kind: 'static', variant: kind === 'off' ? off : on };
  if (kind === 'targeted') return { kind: 'targeted', rules: 2, otherwise: { kind: 'static', variant: off } };
  if (kind !== 'share') return fixed;
  const share = 500 + 100 * (numberOf(key, 'share') % 70);
  return {
    kind: 'fractional',
    shares: [
      { variant: on, share },
      { variant: off, share: 10_000 - share },
    ],
  };
}

/** Variants that the code asks for exist, and one more. */
function variantsOf(valueType, literals) {
  if (valueType === 'boolean')
    return [
      { name: 'on', value: true },
      { name: 'off', value: false },
    ];
  const others = { string: 'default', number: 10, object: {} };
  const values = [...new Set([...literals, others[valueType]])].filter(
    (value) => typeof value === typeof others[valueType],
  );
  return values.map((value, index) => ({ name: typeof value === 'string' && value ? value : `v${index + 1}`, value }));
}

function numberOf(key, about) {
  return createHash('sha256').update(`${about} ${key}`).digest().readUInt32BE(0);
}
