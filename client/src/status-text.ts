/** What the status bar says about the state: where it comes from, how old it is, and what to do when there is none. */
import type { ControlPlaneStatus, StateStatus } from '../../server/src/protocol.ts';
import { differencesIn, differenceText, planeTitle } from './planes.ts';
import { visibleText } from './text.ts';

export interface StatusInput {
  /** null until the language server has said something. */
  readonly status: StateStatus | null;
  /** Whether the language server runs. */
  readonly server: 'starting' | 'running' | 'stopped';
  readonly trusted: boolean;
  /** The origin that waits for the person's consent, if one does. */
  readonly awaitingConsent: string | null;
  /** ms since the epoch. */
  readonly now: number;
}

export interface StatusText {
  /** With `$(icon)`. */
  readonly text: string;
  /** Plain text, several lines. */
  readonly tooltip: string;
  readonly tone: 'normal' | 'warning' | 'error';
  /** For screen readers. */
  readonly label: string;
}

/** The status bar's item for a state. Pure, so that every state can be looked at in a test. */
export function statusText(input: StatusInput): StatusText {
  const { status, now } = input;
  if (input.server === 'stopped')
    return item('error', 'stopped', 'error', ['The language server has stopped.', 'Restart it from the menu.']);
  if (!input.trusted)
    return item('shield', 'restricted', 'normal', [
      'This workspace is not trusted: flags are found in the code, but no control plane is asked and nothing can be changed.',
    ]);
  if (input.awaitingConsent !== null)
    return item('plug', 'not connected', 'warning', [
      `The workspace names the control plane ${visibleText(input.awaitingConsent)}, which you have not agreed to.`,
    ]);
  if (status === null) return item('loading~spin', 'starting', 'normal', ['Looking through the workspace.']);
  return ofState(status, now);
}

function ofState(status: StateStatus, now: number): StatusText {
  const lines = status.controlPlanes ? severalLines(status.controlPlanes, now) : stateLines(status, now);
  const differing = differencesIn(status);
  const differ = differing === 0 ? '' : `, ${differing} ${differing === 1 ? 'differs' : 'differ'}`;
  if (status.problemKind === 'auth') return item('key', 'sign in', 'warning', lines);
  switch (status.kind) {
    case 'live':
      return status.complete ? item('pulse', `live${differ}`, 'normal', lines) : incomplete(lines);
    case 'polled':
      return status.complete ? item('sync', `${age(status.readAt, now)}${differ}`, 'normal', lines) : incomplete(lines);
    case 'cached':
      return item('history', `cached, ${age(status.readAt, now)}`, 'warning', lines);
    case 'file':
      return item('file-code', `from a file${differ}`, 'normal', lines);
    case 'none':
      if (status.problem === null) return item('loading~spin', 'reading', 'normal', lines);
      return item('warning', 'no state', 'warning', lines);
    case 'off':
      return item('circle-slash', 'no control plane', 'normal', lines);
  }
}

function incomplete(lines: readonly string[]): StatusText {
  return item('warning', 'incomplete', 'warning', lines);
}

function item(icon: string, word: string, tone: StatusText['tone'], lines: readonly string[]): StatusText {
  return {
    text: `$(${icon}) Sluice: ${word}`,
    tooltip: [...lines, 'Click for actions.'].join('\n'),
    tone,
    label: `Sluice, feature flags: ${word}`,
  };
}

/** One of several control planes in the menu: an icon, and what is to say about its state on one line. */
export function planeStatusText(plane: ControlPlaneStatus, now: number): { text: string; detail: string } {
  const { text } = ofState(plane, now);
  const about = stateLines({ ...plane, controlPlane: null }, now);
  const difference = differenceText(plane);
  return {
    text: /^\$\([^)]*\)/.exec(text)?.[0] ?? '',
    detail: [...about, ...(difference === null ? [] : [difference])].join(' '),
  };
}

/** The control planes one below the other. */
function severalLines(planes: readonly ControlPlaneStatus[], now: number): readonly string[] {
  return planes.flatMap((plane) => {
    const difference = differenceText(plane);
    const about = [...stateLines(plane, now), ...(difference === null ? [] : [difference])];
    return [`${planeTitle(plane)}:`, ...about.map((line) => `    ${line}`)];
  });
}

function stateLines(status: StateStatus, now: number): readonly string[] {
  const lines: string[] = [];
  if (status.controlPlane !== null) lines.push(visibleText(status.controlPlane));
  lines.push(kindSentence(status, now));
  if (status.kind !== 'off' && status.kind !== 'none') {
    lines.push(`${status.flagCount} ${status.flagCount === 1 ? 'flag' : 'flags'}${status.complete ? '' : ', not all'}`);
  }
  if (status.problem !== null) lines.push(visibleText(status.problem));
  return lines;
}

function kindSentence(status: StateStatus, now: number): string {
  const read = age(status.readAt, now);
  switch (status.kind) {
    case 'live':
      return `Live: changes arrive as they happen (last read ${read}).`;
    case 'polled':
      return `Read ${read}; asked again from time to time.`;
    case 'cached':
      return `The control plane does not answer; this is the last known state, read ${read}.`;
    case 'file':
      return `Read from a flag definition file ${read}.`;
    case 'none':
      if (status.problem === null) return 'The state of the flags is being read.';
      return 'There is no flag state, so nothing is said about the state of flags.';
    case 'off':
      return 'No control plane is configured. Sign in to one, or name it in sluice.config.json.';
  }
}

/**
 * How long ago a moment was, for people.
 * @example age('2026-11-23T12:00:00Z', Date.parse('2026-11-23T12:05:30Z')) === '5 min ago'
 */
export function age(readAt: string | null, now: number): string {
  const then = readAt === null ? Number.NaN : Date.parse(readAt);
  if (Number.isNaN(then)) return 'at an unknown time';
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / (24 * 60))} d ago`;
}
