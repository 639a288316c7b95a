/**
 * The vocabulary of Sluice. START HERE.
 *
 * Everything is immutable data. Offsets are UTF-16 code units into the file's text; lines and columns exist only at the
 * edges (`line-index.ts`). Shares are integers 0..10000 (1/100 %). Times are ISO 8601 strings in UTC.
 */

// ---------------------------------------------------------------- state: what the control plane says

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type FlagKind = 'switch' | 'valve' | 'variant';

/** Why a flag exists. Decides how long it may sit at one value: a kill switch may do so for years. */
export type Purpose = 'release' | 'ops' | 'kill-switch' | 'permission' | 'experiment' | 'dark';

export type ValueType = 'boolean' | 'string' | 'number' | 'object';

export interface Variant {
  readonly name: string;
  readonly value: JsonValue;
}

export interface VariantShare {
  readonly variant: string;
  /** 0..10000; the shares of one serving add up to 10000. */
  readonly share: number;
}

/** What a flag serves in one scope. */
export type Serving =
  /** The flag is disabled here: the default value in the code is used. */
  | { readonly kind: 'off' }
  /** Everybody gets this variant. */
  | { readonly kind: 'static'; readonly variant: string }
  /** The load is divided among variants. */
  | { readonly kind: 'fractional'; readonly shares: readonly VariantShare[] }
  /** Rules decide; `otherwise` is served where none matches. */
  | { readonly kind: 'targeted'; readonly rules: number; readonly otherwise: Serving };

/** An override for one datacenter (`server` null) or for one server in it. A narrower scope overrides a wider one. */
export interface ScopeState {
  readonly datacenter: string;
  readonly server: string | null;
  readonly serving: Serving;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
}

/** What a server reported that it really applies; absent where nobody knows. */
export interface ObservedServing {
  readonly datacenter: string;
  readonly server: string;
  readonly serving: Serving;
  readonly at: string;
}

/** The state of one flag in one environment. `null` means "the control plane does not say", never "no". */
export interface FlagState {
  readonly serving: Serving;
  /** Since when every scope of the environment has served one and the same variant; null where it does not, or unknown. */
  readonly constantSince: string | null;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
  readonly lastEvaluatedAt: string | null;
  readonly scopes: readonly ScopeState[];
  readonly observed: readonly ObservedServing[];
}

export interface Flag {
  readonly key: string;
  readonly kind: FlagKind;
  readonly purpose: Purpose | null;
  readonly valueType: ValueType;
  readonly variants: readonly Variant[];
  readonly owner: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly createdAt: string | null;
  readonly expiresAt: string | null;
  readonly archivedAt: string | null;
  /** Meant to stay; never stale. */
  readonly permanent: boolean;
  /** What the control plane itself says against the flag, in its words ("stale", "inactive for 7 days"); null where it says nothing. */
  readonly staleMark: string | null;
  /** Keys of flags that have to be on (or at a variant) for this one to be, in whatever environment; null where the control plane does not say. */
  readonly prerequisites: readonly string[] | null;
  /** The flag's page in the control plane's dashboard. */
  readonly url: string | null;
  /** Opaque; a write names the revision its author saw. */
  readonly revision: string | null;
  /** By environment key. */
  readonly environments: { readonly [environment: string]: FlagState };
}

export interface Datacenter {
  readonly key: string;
  readonly servers: readonly string[];
}

export interface Environment {
  readonly key: string;
  /** Real users are here: staleness is judged on these, and a change asks for the key to be typed. */
  readonly critical: boolean;
  readonly datacenters: readonly Datacenter[];
}

export type Told = 'all' | 'evaluated' | 'owner' | 'purpose' | 'created' | 'observed';

/** All flags as read at one moment. Only a `complete` snapshot can show that a flag does not exist. */
export interface FlagSnapshot {
  readonly controlPlane: {
    readonly kind: string;
    readonly name: string;
    readonly url: string | null;
    /**
     * What it tells of its flags at all: where `all` is not among it, it never says which flags there are, so that an incomplete
     * snapshot is the usual one and nothing got lost; where `evaluated` is among it, a `lastEvaluatedAt` of null means never; where `owner` is, that
     * there is none. Absent: nobody knows, so null says nothing.
     */
    readonly tells?: readonly Told[];
  };
  readonly environments: readonly Environment[];
  readonly flags: readonly Flag[];
  readonly complete: boolean;
  /** One sentence on what is missing, where `complete` is false. */
  readonly incompleteReason: string | null;
  readonly readAt: string;
  readonly revision: string | null;
}

/** Where a change applies: a whole environment, one datacenter in it, or one server in that. */
export interface Scope {
  readonly environment: string;
  readonly datacenter: string | null;
  readonly server: string | null;
}

// ---------------------------------------------------------------- code: where flags are read

/** Half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Location {
  readonly uri: string;
  readonly span: Span;
}

/**
 * The key of a call site.
 * - `literal`: known. `spelling: 'camelCase'` where the SDK rewrote the key (LaunchDarkly React); the flag is the one whose key gives this spelling.
 * - `one-of`: one of several, known ones.
 * - `dynamic`: computed at run time; `text` is the expression, `reason` says what Sluice could not see through.
 */
export type CallSiteKey =
  | { readonly kind: 'literal'; readonly value: string; readonly spelling: 'exact' | 'camelCase' }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'dynamic'; readonly text: string; readonly reason: string };

/**
 * What a call site does with its flag. `home-made-valve`: it reads none, but opens a way for a share of the load that is
 * written in the code (`Math.random() < 0.1`); its key is `dynamic` and `text` the condition.
 */
export type CallSiteRole = 'evaluation' | 'definition' | 'override' | 'tracking' | 'home-made-valve';

/** The value the code falls back to, as far as the code shows it. */
export type DefaultValue =
  | { readonly kind: 'known'; readonly value: JsonValue; readonly valueType: ValueType; readonly span: Span }
  | { readonly kind: 'unknown'; readonly span: Span };

/** How a value is used where it stands. `other` where nothing more is known. */
export interface ValueUse {
  readonly kind: 'condition' | 'assigned' | 'returned' | 'argument' | 'compared' | 'rendered' | 'discarded' | 'other';
  /** `!value`, `value === false`; not where two cancel out. */
  readonly negated: boolean;
  readonly awaited: boolean;
  /** The variable that receives the value, or what it was compared to give. */
  readonly variable: string | null;
  /** What the value decides, by itself or with others; null where it decides nothing right here. */
  readonly branch: Branch | null;
  readonly comparison: Comparison | null;
}

/** Code that runs or not. `early-return`: an `if` without `else` that leaves the function, or the round of a loop. */
export interface Branch {
  readonly kind: 'if' | 'else-if' | 'early-return' | 'ternary' | 'and' | 'or' | 'switch' | 'while' | 'do-while' | 'for';
  /** The whole statement or expression. */
  readonly span: Span;
  /** Nothing else takes part in the condition. */
  readonly isAlone: boolean;
  /** In braces among JSX: `{isNew && <Banner />}`. */
  readonly isRendered: boolean;
  /** What runs where the condition as written holds; null where that is no piece of code of its own (a `switch`, `value || x`). */
  readonly whenTrue: Arm | null;
  /**
   * What runs where it does not: the `else`, the other side of a ternary, of an early return the rest of the block; null where there
   * is none.
   */
  readonly whenFalse: Arm | null;
  /** Both are there and are the same code, comments and white space aside. */
  readonly isSameCode: boolean;
  /** Of a `switch` on the value itself: its cases with a literal, in order. */
  readonly cases?: readonly Case[];
}

/** `case literal:`. */
export interface Case {
  readonly literal: JsonValue;
  /** The literal. */
  readonly span: Span;
}

/** One side of a branch. */
export interface Arm {
  readonly span: Span;
  /** Nothing runs here: `{}`, `;`, comments. */
  readonly isEmpty: boolean;
  /** What leaves the function or the page through it: a `return` or `yield` with a value (not in a function inside), or JSX. */
  readonly exposes: 'returned' | 'rendered' | null;
}

/** `value operator literal`; turned around where the code has the literal first. `literal` is absent where it is none. */
export interface Comparison {
  readonly operator: '===' | '==' | '!==' | '!=' | '<' | '<=' | '>' | '>=';
  readonly literal?: JsonValue;
  /** Where the literal is written. */
  readonly literalSpan?: Span;
}

/** Where a variable that holds a flag's value (or what it was negated or compared to give) is tested or passed on. */
export interface VariableUse {
  readonly span: Span;
  /** What of it is used: `value` in `details.value`; null for the variable itself. */
  readonly member: string | null;
  readonly use: ValueUse;
}

/** How the value is used at the call site, and after it. */
export interface CallSiteUse extends ValueUse {
  /** Where the variables that receive the value, or a part of it, are used; in order of position. */
  readonly variableUses: readonly VariableUse[];
  /** In a `for`, `while` or `do`, or in a function that `map`, `forEach` and their like call for each element. */
  readonly inLoop: boolean;
  /** Not in any function: read once, when the module is loaded. */
  readonly atModuleLevel: boolean;
  /** The innermost function around it; null where there is none. */
  readonly within: Span | null;
}

/** A place in code that reads (defines, overrides, tracks) a flag. */
export interface CallSite {
  readonly uri: string;
  /** The whole call, member access or element. */
  readonly span: Span;
  /** The key expression; findings about the key point here. */
  readonly keySpan: Span;
  readonly key: CallSiteKey;
  /** Where the string behind a constant or enum member is written; null where the key is written at the call site. */
  readonly keyDefinition: Location | null;
  /** The SDK's id, or `configured` for a wrapper from the configuration. */
  readonly sdk: string;
  readonly method: string;
  /** What the accessor returns; null where any type fits. */
  readonly valueType: ValueType | null;
  readonly defaultValue: DefaultValue | null;
  /** The accessor takes a default value, so that one can be missing. */
  readonly takesDefault: boolean;
  /** The value comes in a promise; null where the SDK's description does not say. */
  readonly isAsync: boolean | null;
  /**
   * The evaluation context (who the targeting key is of). `given`: an argument for it is written; `absent`: the accessor takes one and
   * there is none; `elsewhere`: the SDK takes it from somewhere else (a provider, a client made for one user), or nobody knows.
   */
  readonly context: 'given' | 'absent' | 'elsewhere';
  /** Names of the wrappers between the call site and the SDK, outermost first. */
  readonly via: readonly string[];
  readonly role: CallSiteRole;
  /** Of a home-made valve: for which share of the load its condition holds; null where the code does not show it. */
  readonly share: number | null;
  /** What a test sets the flag to, where the code shows it. */
  readonly overrideValue?: JsonValue;
  readonly use: CallSiteUse;
  readonly language: Language;
  /** In a test, a story or a mock. */
  readonly inTest: boolean;
}

export type Language = 'javascript' | 'javascriptreact' | 'typescript' | 'typescriptreact' | 'vue' | 'svelte';

/** Our own trouble reading a file; never a finding. */
export interface Problem {
  readonly uri: string;
  readonly message: string;
}

// ---------------------------------------------------------------- both: what we tell people

/**
 * A call site joined with state.
 * - `found`: `flags` holds the flag of each key.
 * - `missing`: a complete, fresh enough snapshot lacks `missingKeys` (the other keys' flags are in `flags`).
 * - `not-loaded`: there is no snapshot, or it cannot answer.
 * - `dynamic`: the key is not known.
 */
export type FlagUsage = { readonly callSite: CallSite } & (
  | { readonly kind: 'found'; readonly flags: readonly Flag[] }
  | { readonly kind: 'missing'; readonly missingKeys: readonly string[]; readonly flags: readonly Flag[] }
  | { readonly kind: 'not-loaded' }
  | { readonly kind: 'dynamic' }
);

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** One predicate behind a finding: what was looked at, what it was, since when, and who says so. */
export interface Evidence {
  readonly label: string;
  readonly value: string;
  readonly since: string | null;
}

/** A check's result. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  /** One sentence, no trailing explanation of state; that is `evidence`. */
  readonly message: string;
  readonly uri: string;
  readonly span: Span;
  readonly flagKey: string | null;
  readonly evidence: readonly Evidence[];
  /** Existing keys (of `unknown-variant`: values) that the author may have meant, best first. */
  readonly suggestions: readonly string[];
  /** The string that the only suggestion could take the place of, where that is no key. A guess, so that it is no fix. */
  readonly suggestAt?: Span;
  readonly related: readonly RelatedPlace[];
  /** Edits of the same file that put it right without changing what the program does where it is right already; best first. */
  readonly fixes?: readonly Fix[];
  /** The span is code that can go; editors fade it. */
  readonly isUnnecessary?: true;
}

/** Another place that matters to a finding. */
export interface RelatedPlace extends Location {
  /** What is there, to be followed by "at PLACE" or "here": `the flag is read`. Absent: the key is written there. */
  readonly what?: string;
}

/** All of its edits or none. */
export interface Fix {
  /** What it does, as a command: `Await the evaluation`. */
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly newText: string }[];
}
