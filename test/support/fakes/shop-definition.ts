/** The shop's flags as the conformance kit wants them, in a flagd definition. */
import { shopKeys } from '../../control-planes/conformance/subject.ts';

export interface ShopDefinition {
  readonly flags: { readonly [key: string]: ShopFlag };
}

interface ShopFlag {
  readonly state: 'ENABLED' | 'DISABLED';
  readonly variants: { readonly [name: string]: unknown };
  readonly defaultVariant: string;
  readonly targeting?: object;
  readonly metadata?: { readonly [name: string]: string | boolean };
}

const createdAt = '2026-03-02T09:00:00Z';
const onOff = { on: true, off: false };

function flag(defaultVariant: string, more: Partial<ShopFlag> = {}): ShopFlag {
  return { state: 'ENABLED', variants: onOff, defaultVariant, ...more, metadata: { createdAt, ...more.metadata } };
}

/** @param hostileKeys further switches that are off */
export function shopDefinition(hostileKeys: readonly string[]): ShopDefinition {
  return {
    flags: {
      [shopKeys.switch]: flag('on', {
        metadata: { owner: 'team-checkout', tags: 'checkout', purpose: 'release', description: 'One page' },
      }),
      [shopKeys.killSwitch]: flag('off', { metadata: { purpose: 'kill-switch' } }),
      [shopKeys.valve]: flag('off', { targeting: fractional(2_500) }),
      [shopKeys.dark]: flag('off', { metadata: { kind: 'valve' } }),
      [shopKeys.variants]: flag('blue', { variants: { blue: '#00f', green: '#0f0' } }),
      [shopKeys.targeted]: flag('off', {
        targeting: { if: [{ ends_with: [{ var: 'email' }, '@shop.example'] }, 'on'] },
      }),
      [shopKeys.stale]: flag('on', { metadata: { stale: true } }),
      ...Object.fromEntries(hostileKeys.map((key) => [key, flag('off')])),
    },
  };
}

/** The definition after somebody set the share of a flag. */
export function withShare(definition: ShopDefinition, key: string, share: number): ShopDefinition {
  const before = definition.flags[key] ?? flag('off');
  const { targeting: _, ...rest } = before;
  const changed: ShopFlag = {
    ...rest,
    defaultVariant: share === 10_000 ? 'on' : 'off',
    ...(share === 0 || share === 10_000 ? {} : { targeting: fractional(share) }),
    metadata: { ...before.metadata, changedAt: '2026-11-22T12:00:00Z' },
  };
  return { flags: { ...definition.flags, [key]: changed } };
}

/** 0..10000 of the load that gets the feature; null where rules or variants decide. */
export function shareOf(definition: ShopDefinition, key: string): number | null {
  const { defaultVariant, targeting, variants } = definition.flags[key] ?? flag('off');
  const weights = (targeting as { fractional?: [string, number][] } | undefined)?.fractional;
  if (weights !== undefined) return weights[0]?.[1] ?? null;
  if (targeting !== undefined || variants !== onOff) return null;
  return defaultVariant === 'on' ? 10_000 : 0;
}

function fractional(share: number): object {
  return {
    fractional: [
      ['on', share],
      ['off', 10_000 - share],
    ],
  };
}
