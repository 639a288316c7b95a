/** The top line: project, connection, person. */
import type { PageState } from '../store.ts';
import { ago } from '../model/time.ts';
import { button, byId, element, setText } from './dom.ts';

export interface HeaderActions {
  signOut(): void;
}

export function renderHeader(state: PageState, now: number, actions: HeaderActions): void {
  setText(byId('project'), state.project ?? '');
  const connection = byId('connection');
  connection.hidden = state.phase === 'signed-out';
  const look = connectionLook(state);
  if (connection.dataset['state'] !== look) connection.dataset['state'] = look;
  setText(byId('connection-text'), connectionText(state, now));
  const person = byId('person');
  const name = state.session === null ? '' : `${state.session.name} · ${state.session.role}`;
  if (person.dataset['name'] === name) return;
  person.dataset['name'] = name;
  person.replaceChildren(
    ...(state.session === null
      ? []
      : [element('span', {}, name), button('Sign out', actions.signOut, { class: 'quiet' })]),
  );
}

function connectionLook(state: PageState): 'live' | 'lost' | 'connecting' {
  if (state.phase === 'failed') return 'lost';
  return state.phase === 'ready' ? state.connection : 'connecting';
}

function connectionText(state: PageState, now: number): string {
  switch (connectionLook(state)) {
    case 'live':
      return 'Live';
    case 'connecting':
      return 'Connecting…';
    case 'lost': {
      if (state.confirmedAt === null) return 'Not connected, trying again';
      return `Last update ${ago(new Date(state.confirmedAt).toISOString(), now)}, reconnecting…`;
    }
  }
}
