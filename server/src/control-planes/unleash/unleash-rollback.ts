/** What undoing the last change of an Unleash flag would be, read off its event log. Pure. */
import type { Serving } from '../../core/model.ts';
import { plainText } from '../plain-text.ts';
import { strategyIn, type UnleashStrategy } from './unleash-answers.ts';
import type { UnleashStep } from './unleash-change.ts';
import { decisive, hashOf, type UnleashFlag } from './unleash-flag.ts';
import type { FlagEvents } from './unleash-log.ts';
import type { UnleashState } from './unleash-serving.ts';

export type UnleashRollback =
  | { readonly kind: 'back'; readonly step: UnleashStep; readonly serving: Serving }
  /** Never changed since it was created. */
  | { readonly kind: 'none' }
  /** `reason` completes "…: ". */
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The inverse of the last event, where that is certain: switched on or off, or another share. `servingOf` says what a state serves.
 * The log has to agree with the flag as it is: where somebody changed it without an event, nothing is undone.
 */
export function planRollback(
  source: UnleashFlag,
  environment: string,
  { events, isWhole }: FlagEvents,
  servingOf: (state: UnleashState) => Serving | null,
): UnleashRollback {
  const state = Object.hasOwn(source.environments, environment) ? source.environments[environment] : undefined;
  if (state === undefined) return unknown('it has no state in this environment');
  const [last] = events;
  if (last === undefined)
    return isWhole ? { kind: 'none' } : unknown('its last change is further back than the event log was read');
  const contradiction = unknown('its event log says something else than the flag itself');
  const back = (step: UnleashStep, before: UnleashState): UnleashRollback => {
    const serving = servingOf(before);
    return serving === null ? contradiction : { kind: 'back', step, serving };
  };

  switch (last.type) {
    case 'feature-environment-enabled':
      return state.enabled ? back({ kind: 'toggle', on: false }, { ...state, enabled: false }) : contradiction;
    case 'feature-environment-disabled': {
      if (state.enabled) return contradiction;
      // Switched on without one, Unleash would add a strategy that nobody has seen.
      if (!state.strategies.some(({ disabled }) => disabled !== true)) return unknown('it has no strategy any more');
      return back({ kind: 'toggle', on: true }, { ...state, enabled: true });
    }
    case 'feature-strategy-update': {
      const [now, was] = [strategyIn(last.data), strategyIn(last.preData)];
      const current = state.strategies.find(({ id }) => id === now?.id);
      if (now === null || was === null || current === undefined || !isSame(now, current)) return contradiction;
      if (!isSame({ ...now, parameters: was.parameters, constraints: was.constraints }, was))
        return unknown('its last change was of more than shares and constraints');
      const strategies = state.strategies.map((strategy) => (strategy === current ? was : strategy));
      return back({ kind: 'restore', strategy: current, was }, { ...state, strategies });
    }
    default:
      return unknown(`its last change (${plainText(last.type, 60)}) cannot be undone from here`);
  }
}

function isSame(left: UnleashStrategy, right: UnleashStrategy): boolean {
  return hashOf(decisive(left)) === hashOf(decisive(right));
}

function unknown(reason: string): UnleashRollback {
  return { kind: 'unknown', reason };
}
