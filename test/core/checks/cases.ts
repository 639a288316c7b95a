/** What every check must show: a finding, no finding, a suppressed one, and what it does when the state is incomplete or absent. */
import { dayMs } from '../../../server/src/core/state/age.ts';
import type { Arm, Branch, CallSite, CallSiteUse } from '../../../server/src/core/model.ts';
import { callSite } from '../../support/call-sites.ts';
import type { CheckCodeOptions } from '../../support/check-code.ts';
import type { CheckWorkspaceOptions } from '../../support/check-workspace.ts';
import { daysAgo, serves, shopFlag, shopSnapshot, shopSwitch, shopValve, variants } from '../../support/snapshots.ts';

export interface CheckCase {
  /** Code with exactly one finding of the check. */
  readonly bad: string;
  /** The same with the state at hand, but nothing wrong. */
  readonly good: string;
  /** A check that is not recommended is turned on here: `settings: { 'nested-flag': {} }`. */
  readonly options: CheckCodeOptions;
  /** Whether the finding stands without a complete snapshot. A finding that rests on what was read may; one on what was not, never. */
  readonly whenIncomplete: 'finding' | 'silent';
  /** Only checks that need no state may speak without one. */
  readonly withoutState: 'finding' | 'silent';
}

/** Of a check that looks at flags as such. */
export interface WorkspaceCheckCase {
  /** Exactly one finding of the check, and no other of a workspace check. */
  readonly bad: CheckWorkspaceOptions;
  /** Nothing wrong. */
  readonly good: CheckWorkspaceOptions;
  /** Whether the finding stands where not the whole workspace has been read. */
  readonly whenNotWhole: 'finding' | 'silent';
}

export const workspaceCheckCases: { readonly [checkId: string]: WorkspaceCheckCase } = {
  'unused-flag': {
    bad: {
      settings: { 'unused-flag': {} },
      snapshot: shopSnapshot({ flags: [shopSwitch('old-cart')] }),
      code: `client.getBooleanValue('new-cart', false);`,
    },
    good: {
      snapshot: shopSnapshot({ flags: [shopSwitch('old-cart')] }),
      code: `client.getBooleanValue('old-cart', false);`,
    },
    whenNotWhole: 'silent',
  },
};

/** Every call site is used in this way. */
function used(parts: Partial<CallSiteUse>): Pick<CheckCodeOptions, 'sites'> {
  return { sites: () => ({ use: { ...callSite().use, ...parts } }) };
}

const arm = { span: { start: 0, end: 0 }, isEmpty: false, exposes: null };
/** A branch that several call sites may share. */
const anyBranch = {
  kind: 'if',
  span: { start: 0, end: 1_000 },
  isAlone: false,
  isRendered: false,
  whenTrue: arm,
  whenFalse: arm,
  isSameCode: false,
} as const;
const inFunction = { start: 0, end: 1_000 };
const setInTest: Partial<CallSite> = { role: 'override', overrideValue: true, inTest: true };

const old = serves('on', { forDays: 205 });

/** How the value of every call site of a case is used, where that is more than asking for it. */
function use(parts: Partial<CallSiteUse>): { callSite: { use: CallSiteUse } } {
  return { callSite: { use: { ...callSite().use, ...parts } } };
}

/** An `if` that only the flag decides, whose first side is the given one, in the same line. */
function branch(parts: Partial<Arm> = {}): Branch {
  const span = { start: 70, end: 80 };
  const whenTrue: Arm = { span, isEmpty: false, exposes: null, ...parts };
  return { kind: 'if', span, isAlone: true, isRendered: false, whenTrue, whenFalse: null, isSameCode: false };
}

/** Samples requests: its values are shares. */
const sampling = shopFlag('sampling', {
  kind: 'valve',
  valueType: 'number',
  variants: variants({ none: 0, some: 10, all: 100 }),
  environments: { production: serves('some'), staging: serves('all') },
});

export const checkCases: { readonly [checkId: string]: CheckCase } = {
  'unknown-flag': {
    bad: `client.getBooleanValue('new-chekout', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {},
    whenIncomplete: 'silent',
    withoutState: 'silent',
  },
  'wrong-value-type': {
    bad: `client.getStringValue('new-checkout', 'no');`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {},
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'archived-flag': {
    bad: `client.getBooleanValue('old-cart', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      snapshot: shopSnapshot({
        flags: [shopSwitch('old-cart', { archivedAt: daysAgo(12) }), shopSwitch('new-checkout')],
      }),
    },
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'stale-switch': {
    bad: `client.getBooleanValue('gift-cards', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      snapshot: shopSnapshot({
        flags: [shopSwitch('gift-cards', { environments: { production: old } }), shopSwitch('new-checkout')],
      }),
    },
    whenIncomplete: 'silent',
    withoutState: 'silent',
  },
  'stuck-valve': {
    bad: `client.getBooleanValue('one-click-buy', false);`,
    good: `client.getBooleanValue('new-search', false);`,
    options: {
      snapshot: shopSnapshot({
        flags: [
          shopValve('one-click-buy', { environments: { production: serves(2_500, { forDays: 60 }) } }),
          shopValve('new-search'),
        ],
      }),
      settings: { 'stuck-valve': { options: { after: { release: 7 * dayMs } } } },
    },
    whenIncomplete: 'silent',
    withoutState: 'silent',
  },
  'dynamic-flag-key': {
    bad: 'client.getBooleanValue(promoOf.country, false);',
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {},
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'unknown-variant': {
    bad: `client.getStringValue('price-layout', 'compact');`,
    good: `client.getNumberValue('search-page-size', 20);`,
    options: use({ kind: 'compared', comparison: { operator: '===', literal: 'romy' } }),
    whenIncomplete: 'silent',
    withoutState: 'silent',
  },
  'expired-flag': {
    bad: `client.getBooleanValue('summer-sale', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      snapshot: shopSnapshot({
        flags: [shopSwitch('summer-sale', { expiresAt: daysAgo(12) }), shopSwitch('new-checkout')],
      }),
    },
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'never-evaluated': {
    bad: `client.getBooleanValue('csv-export', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      snapshot: shopSnapshot({
        flags: [
          shopSwitch('csv-export', { environments: { production: serves('off', { lastEvaluatedAt: daysAgo(90) }) } }),
          shopSwitch('new-checkout', { environments: { production: serves('off', { lastEvaluatedAt: daysAgo(1) }) } }),
        ],
      }),
    },
    whenIncomplete: 'silent',
    withoutState: 'silent',
  },
  'dead-flag-code': {
    bad: `client.getBooleanValue('gift-cards', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      ...use({ negated: true, branch: branch() }),
      // The branch is dead where no critical environment shows it, too.
      criticalEnvironments: [],
      snapshot: shopSnapshot({
        flags: [
          shopSwitch('gift-cards', { environments: { production: old, staging: old } }),
          shopSwitch('new-checkout'),
        ],
      }),
    },
    whenIncomplete: 'silent',
    withoutState: 'silent',
  },
  'switch-read-as-valve': {
    bad: `client.getNumberValue('new-checkout', 0);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {},
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'valve-read-as-switch': {
    bad: `client.getBooleanValue('sampling', false);`,
    good: `client.getNumberValue('sampling', 0);`,
    options: { snapshot: shopSnapshot({ flags: [sampling] }) },
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'share-out-of-range': {
    bad: 'Math.random(5);',
    good: 'const traced = 0.05;',
    options: { callSite: { role: 'home-made-valve', share: 10_000 } },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'default-mismatch': {
    bad: `client.getBooleanValue('new-nav', true); client.getBooleanValue('new-nav', false); client.getBooleanValue('new-nav', false);`,
    good: `client.getBooleanValue('new-nav', false); client.getBooleanValue('new-nav', false);`,
    options: { settings: { 'unknown-flag': { severity: 'off' } } },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'valve-without-targeting-key': {
    bad: `client.getBooleanValue('new-search', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: { callSite: { context: 'absent' } },
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'server-drift': {
    bad: `client.getBooleanValue('gift-cards', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      snapshot: shopSnapshot({
        flags: [
          shopSwitch('gift-cards', {
            environments: { production: serves('off', { observed: { 'fra/fra-2': 'on' } }) },
          }),
          shopSwitch('new-checkout', {
            environments: { production: serves('off', { observed: { 'fra/fra-2': 'off' } }) },
          }),
        ],
      }),
    },
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'environment-drift': {
    bad: `client.getBooleanValue('gift-cards', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      settings: { 'environment-drift': {} },
      snapshot: shopSnapshot({
        flags: [
          shopSwitch('gift-cards', {
            environments: { production: serves('on', { forDays: 20 }), staging: serves('off', { forDays: 20 }) },
          }),
          shopSwitch('new-checkout'),
        ],
      }),
    },
    whenIncomplete: 'silent',
    withoutState: 'silent',
  },
  'dark-release-exposed': {
    bad: `client.getBooleanValue('new-ranking', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      ...use({ branch: branch({ exposes: 'returned' }) }),
      snapshot: shopSnapshot({
        flags: [shopSwitch('new-ranking', { purpose: 'dark' }), shopSwitch('new-checkout')],
      }),
    },
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'missing-owner': {
    bad: `client.getBooleanValue('new-search', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      settings: { 'missing-owner': {} },
      snapshot: shopSnapshot({ controlPlane: { ...shopSnapshot().controlPlane, tells: ['all', 'owner'] } }),
    },
    whenIncomplete: 'finding',
    withoutState: 'silent',
  },
  'flag-naming': {
    bad: `client.getBooleanValue('New_Checkout', false);`,
    good: `client.getBooleanValue('new-checkout', false);`,
    options: {
      settings: {
        'flag-naming': { options: { after: {}, pattern: '^[a-z]+(-[a-z]+)*$' } },
        'unknown-flag': { severity: 'off' },
      },
    },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'unawaited-evaluation': {
    bad: `if (client.getBooleanValue('new-checkout', false)) pay();`,
    good: `if (await client.getBooleanValue('new-checkout', false)) pay();`,
    options: {
      sites: ({ span }) => ({ use: { ...callSite().use, awaited: span.start === 10 } }),
    },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'inconsistent-read': {
    bad: `const isNew = client.isEnabled('new-checkout'); await pay(); if (client.isEnabled('new-checkout')) thank();`,
    good: `const isNew = client.isEnabled('new-checkout'); pay(); if (client.isEnabled('new-checkout')) thank();`,
    options: { sites: () => ({ isAsync: false, use: { ...callSite().use, awaited: false, within: inFunction } }) },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'home-made-valve': {
    bad: `if (hash.bucket(user) < 10) searchNew();`,
    good: `if (hash.bucket(user) < 10) log();`,
    options: {
      sites: ({ span }) => ({
        role: 'home-made-valve',
        share: 1_000,
        isAsync: false,
        key: { kind: 'dynamic', text: 'hash.bucket(user) < 10', reason: '' },
        use: {
          ...callSite().use,
          branch: { ...anyBranch, whenTrue: { ...arm, span: { start: span.end, end: span.end + 20 } } },
        },
      }),
    },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'missing-default': {
    bad: `pay(client.getBooleanValue('new-checkout'));`,
    good: `pay(client.getBooleanValue('new-checkout', false));`,
    options: used({ kind: 'argument' }),
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'nested-flag': {
    bad: `if (client.isEnabled('new-checkout') && client.isEnabled('new-search')) pay();`,
    good: `if (client.isEnabled('new-checkout') && client.isEnabled('new-checkout')) pay();`,
    options: { ...used({ branch: anyBranch }), settings: { 'nested-flag': {} } },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'flag-in-loop': {
    bad: `for (const book of books) client.getBooleanValue('new-checkout', false);`,
    good: `for (const book of books) client.getBooleanValue('new-checkout', book);`,
    options: { ...used({ inLoop: true }), settings: { 'flag-in-loop': {} } },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'module-level-read': {
    bad: `export const isNew = client.getBooleanValue('new-checkout', false);`,
    good: `export let isNew = client.getBooleanValue('new-checkout', false);`,
    options: used({ kind: 'assigned', awaited: false, atModuleLevel: true }),
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'identical-branches': {
    bad: `client.getBooleanValue('new-checkout', false);`,
    good: `client.getBooleanValue('new-search', false);`,
    options: {
      sites: ({ key }) => ({
        valueType: null,
        use: {
          ...callSite().use,
          branch: { ...anyBranch, isSameCode: key.kind === 'literal' && key.value === 'new-checkout' },
        },
      }),
    },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
  'one-sided-test': {
    bad: `client.getBooleanValue('new-checkout', true);`,
    good: `client.getBooleanValue('new-search', true);`,
    options: {
      sites: () => ({ ...setInTest, valueType: null }),
      settings: { 'one-sided-test': {} },
      workspace: {
        isWhole: true,
        callSitesOf: (key) =>
          key === 'new-checkout'
            ? [callSite(setInTest), callSite({ use: { ...callSite().use, branch: anyBranch } })]
            : [callSite(setInTest)],
      },
    },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
};
