/** The top line: project, what waits, connection, person; and the line below it while the state shown is old. */
import type { PageState } from '../store.ts';
import { openRequests } from '../model/requests.ts';
import { plainText } from '../model/text.ts';
import { ago, duration, exactTime } from '../model/time.ts';
import { button, byId, element, setAttribute, setText } from './dom.ts';

export interface HeaderActions {
  signOut(): void;
  openRequests(): void;
  openUndo(): void;
}

export interface Header {
  render(state: PageState, now: number): void;
}

/** Without news for longer than this, in milliseconds, the age of what is shown is written above it. */
const oldAfter = 5000;

export function createHeader(actions: HeaderActions): Header {
  const badge = element('span', { class: 'badge' });
  const requests = button('Requests ', actions.openRequests, { class: 'quiet requests-button' });
  requests.append(badge);
  const undo = button('Undo…', actions.openUndo, {
    class: 'quiet',
    attributes: { 'aria-haspopup': 'dialog', title: 'Undo everything one person did in a time span' },
  });
  byId('actions').append(requests, undo);

  return {
    render(state, now) {
      setText(byId('project'), state.project ?? '');
      const isReady = state.phase === 'ready' && state.project !== null;
      const waiting = openRequests(state.requests, now).length;
      requests.hidden = !isReady || (state.requests === null && !state.environments.some(({ approval }) => approval));
      undo.hidden = !isReady || state.flags.size === 0;
      setText(badge, String(waiting));
      setAttribute(requests, 'aria-label', `Requests ${waiting} waiting for a second person`);
      requests.classList.toggle('waiting', waiting > 0);
      renderConnection(state, now);
      renderPerson(state, actions);
    },
  };
}

function renderConnection(state: PageState, now: number): void {
  const connection = byId('connection');
  connection.hidden = state.phase === 'signed-out';
  const look = connectionLook(state);
  if (connection.dataset['state'] !== look) connection.dataset['state'] = look;
  setText(byId('connection-text'), connectionText(state, now));
  const banner = byId('banner');
  const { confirmedAt } = state;
  const isOld = look !== 'live' && state.phase === 'ready' && confirmedAt !== null && now - confirmedAt > oldAfter;
  banner.hidden = !isOld;
  if (!isOld) return;
  const time = exactTime(new Date(confirmedAt).toISOString());
  setText(banner, `What is shown was true at ${time}, ${duration(now - confirmedAt)} ago. It may have changed since.`);
}

function renderPerson(state: PageState, actions: HeaderActions): void {
  const person = byId('person');
  const name = state.session === null ? '' : `${plainText(state.session.name)} · ${state.session.role}`;
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
