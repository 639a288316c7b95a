/** What every check must show: a finding, no finding, a suppressed one, and what it does when the state is incomplete or absent. */
import { dayMs } from '../../../server/src/core/state/age.ts';
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
};
