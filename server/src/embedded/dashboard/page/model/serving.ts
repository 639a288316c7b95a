/** What a flag serves in a scope, and how that reads in a cell. Pure. */
import type { Flag, Scope, Serving, VariantShare } from '../../../../core/model.ts';

/** Which scope decides: the environment's own serving, or the override of a datacenter or a server. */
export type ServingSource = 'environment' | 'datacenter' | 'server';

export interface EffectiveServing {
  readonly serving: Serving;
  readonly source: ServingSource;
}

/** The look of a serving. `disabled`: the default in the code is used; `unknown`: nobody says. */
export type Tone = 'on' | 'off' | 'partial' | 'variant' | 'targeted' | 'disabled' | 'unknown';

export interface ServingLabel {
  /** Short enough for a cell: "on", "25 %", "blue". */
  readonly text: string;
  /** A sentence part for tooltips and screen readers: "25 % on, 75 % off". */
  readonly long: string;
  /** 0..10000 of the load that gets the feature; null where that is not a share. */
  readonly share: number | null;
  readonly tone: Tone;
}

/** What the flag serves in this scope now; null where the flag has no state in that environment. */
export function effectiveServing(flag: Flag, scope: Scope): EffectiveServing | null {
  const state = flag.environments[scope.environment];
  if (state === undefined) return null;
  const { datacenter, server } = scope;
  if (datacenter !== null) {
    const inDatacenter = state.scopes.filter((override) => override.datacenter === datacenter);
    const ofServer = server === null ? undefined : inDatacenter.find((override) => override.server === server);
    if (ofServer) return { serving: ofServer.serving, source: 'server' };
    const ofDatacenter = inDatacenter.find((override) => override.server === null);
    if (ofDatacenter) return { serving: ofDatacenter.serving, source: 'datacenter' };
  }
  return { serving: state.serving, source: 'environment' };
}

/** What is set in exactly this scope; null where it inherits. */
export function ownServing(flag: Flag, scope: Scope): Serving | null {
  const effective = effectiveServing(flag, scope);
  return effective !== null && effective.source === scopeKind(scope) ? effective.serving : null;
}

export function scopeKind(scope: Scope): ServingSource {
  if (scope.server !== null) return 'server';
  return scope.datacenter === null ? 'environment' : 'datacenter';
}

/** The scope around a scope: where an override that is cleared falls back to. Null for an environment. */
export function widerScope(scope: Scope): Scope | null {
  if (scope.server !== null) return { ...scope, server: null };
  return scope.datacenter === null ? null : { ...scope, datacenter: null };
}

/** The variant that means "the feature is there": the one whose value is true, else the first. */
export function openVariant(flag: Flag): string {
  return (flag.variants.find((variant) => variant.value === true) ?? flag.variants[0])?.name ?? 'on';
}

/** The variant a valve serves to the rest: the one whose value is false, else the first that is not the open one. */
export function closedVariant(flag: Flag): string {
  const open = openVariant(flag);
  const closed =
    flag.variants.find((variant) => variant.value === false) ?? flag.variants.find((variant) => variant.name !== open);
  return closed?.name ?? 'off';
}

/** The serving that lets a share (0..10000) of the load through. The ends are static, so that a flag at rest reads as constant. */
export function servingOfShare(flag: Flag, share: number): Serving {
  if (share <= 0) return { kind: 'static', variant: closedVariant(flag) };
  if (share >= 10_000) return { kind: 'static', variant: openVariant(flag) };
  return {
    kind: 'fractional',
    shares: [
      { variant: openVariant(flag), share },
      { variant: closedVariant(flag), share: 10_000 - share },
    ],
  };
}

/** Share of the load, 0..10000, that gets the open variant; null where it is not known as a share. */
export function openShare(flag: Flag, serving: Serving): number | null {
  if (serving.kind === 'targeted' || serving.kind === 'off') return null;
  if (flag.kind === 'variant' && flag.valueType !== 'boolean') return null;
  const open = openVariant(flag);
  if (serving.kind === 'static') return serving.variant === open ? 10_000 : 0;
  return sumShares(serving.shares.filter((part) => part.variant === open));
}

/** True where more than one variant really gets load, or rules decide. */
export function isPartlyOpen(serving: Serving): boolean {
  if (serving.kind === 'targeted') return true;
  return serving.kind === 'fractional' && serving.shares.filter((part) => part.share > 0).length > 1;
}

/** Equal in what they serve: a fractional serving with one live variant equals the static one. */
export function sameServing(one: Serving | null, other: Serving | null): boolean {
  return fingerprint(one) === fingerprint(other);
}

export function servingLabel(flag: Flag, serving: Serving | null): ServingLabel {
  if (serving === null) return { text: '–', long: 'unknown', share: null, tone: 'unknown' };
  switch (serving.kind) {
    case 'off':
      return { text: 'disabled', long: 'disabled: the default in the code is used', share: null, tone: 'disabled' };
    case 'targeted': {
      const otherwise = servingLabel(flag, serving.otherwise);
      const rules = serving.rules === 1 ? '1 rule' : `${serving.rules} rules`;
      return { text: rules, long: `${rules} decide, otherwise ${otherwise.long}`, share: null, tone: 'targeted' };
    }
    case 'static':
      return staticLabel(flag, serving.variant);
    case 'fractional':
      return fractionalLabel(flag, serving.shares);
  }
}

/** 2500 → "25 %", 1250 → "12.5 %", 1 → "0.01 %". */
export function formatShare(share: number): string {
  return `${Number((share / 100).toFixed(2))} %`;
}

/** "25", "12,5" or "25 %" → 2500, 1250, 2500; null where it is no number from 0 to 100. Finer than 0.01 % is rounded. */
export function parsePercent(text: string): number | null {
  const match = /^\s*(\d{1,3}(?:[.,]\d+)?|[.,]\d+)\s*%?\s*$/.exec(text);
  if (match === null) return null;
  const percent = Number((match[1] ?? '').replace(',', '.'));
  return percent <= 100 ? Math.round(percent * 100) : null;
}

function staticLabel(flag: Flag, variant: string): ServingLabel {
  if (flag.kind === 'variant' && flag.valueType !== 'boolean') {
    return { text: variant, long: variant, share: null, tone: 'variant' };
  }
  const open = variant === openVariant(flag);
  const text = flag.valueType === 'boolean' ? (open ? 'on' : 'off') : variant;
  return { text, long: text, share: open ? 10_000 : 0, tone: open ? 'on' : 'off' };
}

function fractionalLabel(flag: Flag, shares: readonly VariantShare[]): ServingLabel {
  const live = shares.filter((part) => part.share > 0);
  const [only] = live;
  if (only !== undefined && live.length === 1) return staticLabel(flag, only.variant);
  const long = live.map((part) => `${formatShare(part.share)} ${part.variant}`).join(', ');
  const share = openShare(flag, { kind: 'fractional', shares });
  if (share !== null) return { text: formatShare(share), long, share, tone: 'partial' };
  const largest = live.reduce<VariantShare | null>(
    (best, part) => (best && best.share >= part.share ? best : part),
    null,
  );
  if (largest === null) return { text: '–', long: 'nothing', share: null, tone: 'unknown' };
  return { text: `${largest.variant} ${formatShare(largest.share)}`, long, share: largest.share, tone: 'partial' };
}

function fingerprint(serving: Serving | null): string {
  if (serving === null) return 'none';
  switch (serving.kind) {
    case 'off':
      return 'off';
    case 'static':
      return `static ${serving.variant}`;
    case 'targeted':
      return `targeted ${serving.rules} ${fingerprint(serving.otherwise)}`;
    case 'fractional': {
      const live = serving.shares.filter((part) => part.share > 0);
      const [only] = live;
      if (only !== undefined && live.length === 1) return `static ${only.variant}`;
      return live
        .map((part) => `${part.variant}=${part.share}`)
        .sort()
        .join(' ');
    }
  }
}

function sumShares(shares: readonly VariantShare[]): number {
  return shares.reduce((sum, part) => sum + part.share, 0);
}
