/** What a control plane says about one flag, as blocks of a card. */
import type { Flag, FlagSnapshot, FlagState } from '../core/model.ts';
import { ageSince, formatAge, formatDay, timeOf } from '../core/state/age.ts';
import { effectiveServing, sameServing, servingLabel } from '../core/state/serving.ts';
import { visible } from '../core/text.ts';
import type { Block } from './card.ts';
import { orderedStates } from './state-line.ts';

/** Title, description, the table of states and how long each environment has served one value. */
export function flagBlocks(flag: Flag, snapshot: FlagSnapshot | null, now: number): Block[] {
  const states = orderedStates(flag, snapshot?.environments ?? []);
  const rows = states.flatMap(({ environment, state }) => [
    [
      `${environment.key}${environment.critical ? ' (critical)' : ''}`,
      servingLabel(flag, state.serving),
      changeText(state.changedAt, state.changedBy, now),
    ],
    ...overrideRows(flag, state, now),
    ...deviationRows(flag, state, now),
  ]);
  const ages = states.flatMap(({ environment, state }) => {
    const age = ageSince(state.constantSince, now);
    return age === null ? [] : [`${environment.key} for ${formatAge(age)}`];
  });
  return [
    { kind: 'title', key: flag.key, words: titleWords(flag, now) },
    ...(flag.description === null ? [] : [{ kind: 'prose', text: flag.description } as const]),
    ...(rows.length === 0 ? [] : [{ kind: 'table', head: ['where', 'serves', 'changed'], rows } as const]),
    ...(ages.length === 0 ? [] : [{ kind: 'sentence', text: `The same for everybody: ${ages.join(', ')}.` } as const]),
  ];
}

function titleWords(flag: Flag, now: number): string[] {
  const age = ageSince(flag.createdAt, now);
  return [
    ...(flag.archivedAt === null ? [] : [['archived', ago(flag.archivedAt, now)].filter(Boolean).join(' ')]),
    flag.kind,
    ...(flag.purpose === null ? [] : [flag.purpose]),
    flag.owner === null ? 'no owner' : `owner ${flag.owner}`,
    ...(age === null ? [] : [`${formatAge(age)} old`]),
    ...(flag.permanent ? ['permanent'] : []),
    ...expiryWords(flag, now),
  ];
}

function expiryWords(flag: Flag, now: number): string[] {
  const expiry = timeOf(flag.expiresAt);
  const day = formatDay(flag.expiresAt);
  return expiry === null || day === null ? [] : [`${expiry <= now ? 'expired' : 'expires'} ${day}`];
}

function overrideRows(flag: Flag, state: FlagState, now: number): string[][] {
  return state.scopes.map((scope) => [
    scopeName(scope.datacenter, scope.server),
    servingLabel(flag, scope.serving),
    changeText(scope.changedAt, scope.changedBy, now),
  ]);
}

/** Servers that apply something else than the control plane says. */
function deviationRows(flag: Flag, state: FlagState, now: number): string[][] {
  return state.observed
    .filter(({ datacenter, server, serving }) => !sameServing(serving, effectiveServing(state, datacenter, server)))
    .map((observed) => [
      scopeName(observed.datacenter, observed.server),
      `really applies ${servingLabel(flag, observed.serving)}`,
      ['seen', ago(observed.at, now)].filter(Boolean).join(' '),
    ]);
}

function scopeName(datacenter: string, server: string | null): string {
  return server === null ? `↳ ${datacenter}` : `↳ ${datacenter} / ${server}`;
}

function changeText(at: string | null, by: string | null, now: number): string {
  return [at === null ? '' : ago(at, now), by === null ? '' : `by ${visible(by, 60)}`].filter(Boolean).join(' ');
}

function ago(at: string, now: number): string {
  const age = ageSince(at, now);
  return age === null ? '' : `${formatAge(age)} ago`;
}
