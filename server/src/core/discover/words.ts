/** What names say: of flags, of other things, of reading and of changing. */

/** `isFeatureEnabled`, `IS_FEATURE_ENABLED` and `is-feature-enabled` are the words is, feature, enabled. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const flagWords = set('flag flags featureflag featureflags killswitch');
const featureWords = set(
  'feature features experiment experiments toggle toggles switch switches gate gates rollout treatment',
);
const certainWords = set('featureflag featureflags killswitch');
const vendorWords = set(
  'flagsmith unleash launchdarkly growthbook posthog statsig configcat optimizely flipt devcycle split openfeature',
);
const trialWords = set('experiment treatment rollout gate');
const doneWords = set('enabled active activated');
const stateWords = set('enabled on active activated open available value variant variation state off disabled');
const readWords = set(
  'is use get has check can should with evaluate eval read when if require guard gate fetch resolve test by for enabled active variant value match',
);

/** What else these words are used for: what a customer has paid for, what a person may do, what a screen shows. */
const otherThings = set(
  `permission permissions role plan plans entitlement entitlements subscription license licence billing tier pricing quota addon paid commercial premium paywall upgrade upsell
  country countries locale language languages emoji icon icons argv cli argument arguments process regex regexp bit bitmask mask compiler node
  modal menu sidebar dropdown accordion drawer tooltip collapse expand button checkbox theme color style class visibility dialog
  geo geometry geojson layer polygon marker map tile ml dataset training column row query header headers moderation report request seen dismissed exists url link label title description count docs search`,
);

const changeWords = set(
  `set add create update delete remove toggle enable disable register unregister mock stub fake override track log report render load parse format
  build make init emit dispatch handle save store write clear reset seed define declare upsert archive revive find list search sort filter map
  validate assert expect describe to navigate wait insert patch put post copy clone import export print generate convert migrate send sync subscribe
  mark favorite schedule move run setup configure provide invalidate refetch put replace rename push merge count group bootstrap capture trigger on
  intercept visit click invoke call prefetch serialize deserialize hide show close`,
);

/** 3: speaks of flags and nothing else · 2: most likely · 1: may · 0: does not. */
export function flagScore(name: string): Score {
  let score = scores.get(name);
  if (score === undefined) scores.set(name, (score = computeScore(name)));
  return score;
}

type Score = 0 | 1 | 2 | 3;

/** The same names are asked about again and again. */
const scores = new Map<string, Score>();

function computeScore(name: string): Score {
  const words = wordsOf(name);
  if (name === 'useToggle' || speaksOfOtherThings(name)) return 0;
  const has = (these: ReadonlySet<string>): boolean => words.some((word) => these.has(word));
  const pairs = words.map((word, index) => `${word} ${words[index + 1] ?? ''}`);
  if (
    pairs.some((pair) =>
      /^feature (?:flags?|toggles?|switch(?:es)?|gates?)$|^kill switch|^experiment (?:variant|treatment)$/.test(pair),
    )
  )
    return 3;
  if (has(certainWords)) return 3;
  if (has(vendorWords) && (has(flagWords) || has(featureWords))) return 3;
  // A control of a page, such as `Switch` or `ThemeToggle`.
  if (/^[A-Z]/.test(name) && /^(?:switch|toggle)$/.test(words.at(-1) ?? '')) return 0;
  if (has(flagWords)) return has(readWords) || has(stateWords) ? 3 : 2;
  if (has(featureWords) && has(doneWords)) return 3;
  if (/^(?:has|use|check|with|when|if) features?$/.test(words.join(' '))) return 2;
  if (has(readWords) && (has(trialWords) || (has(featureWords) && has(stateWords)))) return 2;
  if (has(featureWords)) return 1;
  return words.includes('variant') && has(readWords) ? 1 : 0;
}

/** `isEnabled`, `get`, `variant`: a name that says that something is read, but not what. */
export function isReadingName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.length > 0 &&
    words.every(
      (word) =>
        readWords.has(word) ||
        stateWords.has(word) ||
        /^(?:includes|bool|boolean|string|number|json|key|all|async|ed)$/.test(word),
    )
  );
}

/** `setFlag`, `createFeature`, `trackExperiment`: changes or reports flags. */
export function isChangingName(name: string): boolean {
  const [first = '', second = ''] = wordsOf(name);
  return (
    changeWords.has(first) ||
    (first === 'use' && changeWords.has(second)) ||
    /^(?:before|after|describe|it|test|expect)$/.test(name)
  );
}

export function speaksOfOtherThings(name: string): boolean {
  const words = wordsOf(name);
  // A map of flags is no map of a country.
  return words.some(
    (word, index) => otherThings.has(word) && !(word === 'map' && /^flags?$/.test(words[index - 1] ?? '')),
  );
}

/** `FeatureValueField`, `ExperimentTable`: components that show flags, and do not ask for one. */
export function showsSomething(name: string): boolean {
  return /^[A-Z]/.test(name) && shownWords.has(wordsOf(name).at(-1) ?? '');
}

const shownWords = set(
  'field input badge card list table form page view tab tabs panel section select icon link label editor row cell title text tooltip popover chart graph item',
);

/** `missingFeatureWarning`, `featureNotSupportedError`: what is made of a name is a message about it. */
export function makesMessage(name: string): boolean {
  return /^(?:error|exception|message|notice|warning)s?$/.test(wordsOf(name).at(-1) ?? '');
}

/** `config.isEnabled('new-cart')`: settings may be flags, where enough of them are asked for a yes or no. */
export function holdsSettings(name: string): boolean {
  return /^(?:app|site|shop|server|client)?[cC]onfig(?:uration)?$/.test(name);
}

/** `FeatureStatus`, `experimentTypes`: what flags may be like more often than which there are. */
export function speaksOfKinds(name: string): boolean {
  return wordsOf(name).some((word) => kindWords.has(word));
}

const kindWords = set(
  'type types status statuses source sources kind kinds state states reason reasons result results mode modes timing operator operators event events error errors action actions',
);

/** A key as people write them; not a path, a sentence, a media type or a country. */
export function isKeyLike(text: string): boolean {
  return (
    text.length >= 3 &&
    text.length <= 100 &&
    /^[A-Za-z][A-Za-z\d]*(?:[-_.:/@]{1,2}[A-Za-z\d]+)*$/.test(text) &&
    !/^(?:application|audio|font|image|message|model|multipart|text|video)\//.test(text) &&
    !/\.(?:[cm]?[jt]sx?|json|svg|png|css|html|md|ya?ml)$/.test(text)
  );
}

/** Of several words, as nearly all keys are and everyday words are not. */
export function isCompound(text: string): boolean {
  return wordsOf(text).length > 1;
}

/** Packages that read a program's command line, where flags are its switches. */
export function isCommandLinePackage(specifier: string): boolean {
  return /^(?:@oclif\/|commander$|yargs|meow$|minimist$|cac$|citty$|clipanion$|arg$|has-flag$|command-line-args$|sade$|mri$|getopts$|node:util$)/.test(
    specifier,
  );
}
