/** A flag's state on one line. */
import type { Environment, Flag, FlagState } from '../core/model.ts';
import { servingLabel, stateIn } from '../core/state/serving.ts';
import { plural, visible } from '../core/text.ts';

/** "on in production · 25 % in staging", critical environments first; plain text. */
export function stateLine(flag: Flag, environments: readonly Environment[]): string {
  if (flag.archivedAt !== null) return 'archived';
  const states = orderedStates(flag, environments);
  if (states.length === 0) return 'no state';
  const texts = states.map(({ state }) => servingWithOverrides(flag, state));
  if (states.length > 1 && texts.every((text) => text === texts[0])) return `${texts[0]} everywhere`;
  return states.map(({ environment }, index) => `${texts[index]} in ${visible(environment.key, 40)}`).join(' · ');
}

/** The flag's environments in the order people care about: critical ones first, otherwise as the control plane lists them. */
export function orderedStates(
  flag: Flag,
  environments: readonly Environment[],
): readonly { readonly environment: Environment; readonly state: FlagState }[] {
  const listed = new Set(environments.map((environment) => environment.key));
  const unlisted = Object.keys(flag.environments)
    .filter((key) => !listed.has(key))
    .sort()
    .map((key): Environment => ({ key, critical: false, datacenters: [] }));
  const critical = environments.filter((environment) => environment.critical);
  const others = environments.filter((environment) => !environment.critical);
  return [...critical, ...others, ...unlisted].flatMap((environment) => {
    const state = stateIn(flag, environment.key);
    return state ? [{ environment, state }] : [];
  });
}

function servingWithOverrides(flag: Flag, state: FlagState): string {
  const text = servingLabel(flag, state.serving);
  return state.scopes.length === 0 ? text : `${text} (${plural(state.scopes.length, 'override')})`;
}
