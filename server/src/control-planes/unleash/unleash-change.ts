/** What has to be sent to Unleash so that a flag serves something else in one environment, and in which order. Pure. */
import type { Serving } from '../../core/model.ts';
import { fullShare, sameServing } from '../../core/state/serving.ts';
import type { HttpRequest } from '../http/http-client.ts';
import type { UnleashStrategy } from './unleash-answers.ts';
import type { UnleashFlag } from './unleash-flag.ts';
import { offName, onOff, rolloutOf, rolloutStep, servingOf, valveOf, variantsOf } from './unleash-serving.ts';

/** One request. */
export type UnleashStep =
  | { readonly kind: 'toggle'; readonly on: boolean }
  /** `percent` of everybody instead of what the strategy says now. */
  | { readonly kind: 'rollout'; readonly strategy: UnleashStrategy; readonly percent: number }
  | { readonly kind: 'add'; readonly percent: number }
  /** The shares and constraints that the strategy had. */
  | { readonly kind: 'restore'; readonly strategy: UnleashStrategy; readonly was: UnleashStrategy };

/** What to send (nothing where it is so already), or why it cannot be done here: completes "…: ". */
export type UnleashPlan =
  | { readonly ok: true; readonly steps: readonly UnleashStep[] }
  | { readonly ok: false; readonly reason: string };

/**
 * The share is set before the flag is switched on, and a flag without a strategy gets one first: Unleash would add its own, for
 * everybody. Strategies with rules, and several of them, stay as they are: all that is done then is switching off.
 */
export function planChange(source: UnleashFlag, environment: string, wanted: Serving): UnleashPlan {
  const state = Object.hasOwn(source.environments, environment) ? source.environments[environment] : undefined;
  if (state === undefined) return refuse('it has no state in this environment');
  const variants = variantsOf(Object.values(source.environments));
  const hasParents = source.parents.length > 0;
  if (sameServing(servingOf(state, variants, hasParents), wanted)) return { ok: true, steps: [] };
  if (wanted.kind === 'off') return refuse('Unleash has no "default in the code"; a flag that is off gives false');
  const share = shareOfOn(wanted);
  // Switched off and not set to 0 %: whatever rules there are wait for the next time.
  if (share === 0 || (wanted.kind === 'static' && wanted.variant === offName(variants)))
    return { ok: true, steps: [{ kind: 'toggle', on: false }] };

  if (hasParents) return refuse('it is on only where another flag is, too; change it in Unleash');
  if (variants !== onOff) return refuse('it chooses among variants, whose weights are changed in Unleash');
  if (share === null) return refuse('an Unleash flag is on for a percentage of everybody, or off');
  if (share % rolloutStep !== 0) return refuse(`Unleash knows whole percents only, and ${share / 100} % is none`);
  const switchOn: readonly UnleashStep[] = state.enabled ? [] : [{ kind: 'toggle', on: true }];
  const percent = share / rolloutStep;
  if (state.strategies.length === 0) return { ok: true, steps: [{ kind: 'add', percent }, ...switchOn] };
  const valve = valveOf(state);
  if (valve === null) {
    const why =
      state.strategies.length === 1
        ? 'its strategy has rules or is disabled'
        : `it has ${state.strategies.length} strategies`;
    return refuse(`${why}, which decide who gets it; they are changed in Unleash`);
  }
  if (rolloutOf(valve) === share) return { ok: true, steps: switchOn };
  if (valve.name !== 'flexibleRollout')
    return refuse('its strategy is for everybody and has no percentage; give it a gradual rollout in Unleash');
  return { ok: true, steps: [{ kind: 'rollout', strategy: valve, percent }, ...switchOn] };
}

/** The event that a step leaves in the log. */
export function eventOf(step: UnleashStep): string {
  switch (step.kind) {
    case 'toggle':
      return step.on ? 'feature-environment-enabled' : 'feature-environment-disabled';
    case 'add':
      return 'feature-strategy-add';
    case 'rollout':
    case 'restore':
      return 'feature-strategy-update';
  }
}

/** The permission that a step needs. */
export function permissionFor(step: UnleashStep): string {
  switch (step.kind) {
    case 'toggle':
      return 'UPDATE_FEATURE_ENVIRONMENT';
    case 'add':
      return 'CREATE_FEATURE_STRATEGY';
    case 'rollout':
    case 'restore':
      return 'UPDATE_FEATURE_STRATEGY';
  }
}

/** `path` is that of the flag in its environment. */
export function requestOf(
  step: UnleashStep,
  path: readonly string[],
): Pick<HttpRequest, 'method' | 'path' | 'body' | 'expects'> {
  switch (step.kind) {
    case 'toggle':
      return { method: 'POST', path: [...path, step.on ? 'on' : 'off'], expects: 'nothing' };
    case 'add':
      // Group and stickiness are filled in as the project has them.
      return {
        method: 'POST',
        path: [...path, 'strategies'],
        body: { name: 'flexibleRollout', parameters: { rollout: String(step.percent) }, constraints: [] },
        expects: 'nothing',
      };
    case 'rollout':
      return patch(path, step.strategy, [{ op: 'replace', path: '/parameters/rollout', value: String(step.percent) }]);
    case 'restore':
      return patch(path, step.strategy, [
        { op: 'replace', path: '/parameters', value: step.was.parameters ?? {} },
        { op: 'replace', path: '/constraints', value: step.was.constraints ?? [] },
      ]);
  }
}

/** Whoever changed the strategy meanwhile makes a test fail, and then nothing is written. */
function patch(
  path: readonly string[],
  { id, parameters, constraints }: UnleashStrategy,
  operations: readonly object[],
): ReturnType<typeof requestOf> {
  const body = [
    { op: 'test', path: '/parameters', value: parameters ?? {} },
    { op: 'test', path: '/constraints', value: constraints ?? [] },
    ...operations,
  ];
  return { method: 'PATCH', path: [...path, 'strategies', id], body, expects: 'nothing' };
}

/** 0..10000; null where it is not a share of on and off. */
function shareOfOn(wanted: Serving): number | null {
  if (wanted.kind === 'static') return wanted.variant === 'on' ? fullShare : null;
  if (wanted.kind !== 'fractional') return null;
  return wanted.shares.reduce((sum, { variant, share }) => sum + (variant === 'on' ? share : 0), 0);
}

function refuse(reason: string): UnleashPlan {
  return { ok: false, reason };
}
