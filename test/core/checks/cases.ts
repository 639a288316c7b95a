/** What every check must show: a finding, no finding, a suppressed one, and what it does when the state is incomplete or absent. */
import { dayMs } from '../../../server/src/core/state/age.ts';
import type { CallSite, CallSiteUse } from '../../../server/src/core/model.ts';
import { callSite } from '../../support/call-sites.ts';
import type { CheckCodeOptions } from '../../support/check-code.ts';
import type { CheckWorkspaceOptions } from '../../support/check-workspace.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch, shopValve } from '../../support/snapshots.ts';

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

export const workspaceCheckCases: { readonly [checkId: string]: WorkspaceCheckCase } = {};

/** Every call site is used in this way. */
function used(parts: Partial<CallSiteUse>): Pick<CheckCodeOptions, 'sites'> {
  return { sites: () => ({ use: { ...callSite().use, ...parts } }) };
}

const arm = { span: { start: 0, end: 0 }, isEmpty: false, exposes: null };
/** A branch that several call sites may share. */
const branch = {
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
        isAsync: false,
        key: { kind: 'dynamic', text: 'hash.bucket(user) < 10', reason: '' },
        use: {
          ...callSite().use,
          branch: { ...branch, whenTrue: { ...arm, span: { start: span.end, end: span.end + 20 } } },
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
    options: { ...used({ branch }), settings: { 'nested-flag': {} } },
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
          branch: { ...branch, isSameCode: key.kind === 'literal' && key.value === 'new-checkout' },
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
            ? [callSite(setInTest), callSite({ use: { ...callSite().use, branch } })]
            : [callSite(setInTest)],
      },
    },
    whenIncomplete: 'finding',
    withoutState: 'finding',
  },
};
