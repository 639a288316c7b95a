/** What the tooltip over a part of the matrix says, in lines. Pure. */
import type { Flag, ScopeState } from '../../../../core/model.ts';
import type { Cell } from './cell.ts';
import { scopeName, type Column } from './columns.ts';
import { serverStateText } from './fleet.ts';
import { concerns, healthReason, type HealthMark } from './health.ts';
import { ago, exactTime } from './time.ts';
import type { ChangeRequest, FleetServer } from './wire.ts';

export interface Tip {
  readonly heading: string;
  readonly lines: readonly string[];
}

export interface TipContext {
  readonly now: number;
  readonly marks: readonly HealthMark[];
  /** False where the control plane does not say anything about servers. */
  readonly isFleetKnown: boolean;
  /** The open request that would change this cell. */
  readonly request: ChangeRequest | null;
}

const unheardText = 'It has not asked for its flags yet: nobody knows what it applies.';

export function cellTip(
  flag: Flag,
  column: Column,
  cell: Cell,
  { now, marks, isFleetKnown, request }: TipContext,
): Tip {
  const { scope } = column;
  const change = changeOf(flag, column, cell);
  const reasons = marks
    .filter((mark) => mark.kind !== 'archived' && mark.kind !== 'drifting' && concerns(mark, scope.environment))
    .map((mark) => `${mark.kind}: ${healthReason(flag, mark, now)}`);
  return {
    heading: column.title,
    lines: [
      `${cell.label.long} (${originText(cell, scope.environment)})`,
      ...(change?.changedAt ? [`Set ${ago(change.changedAt, now)} by ${change.changedBy ?? 'somebody unknown'}`] : []),
      ...observedLines(cell, now),
      ...(isFleetKnown && scope.server !== null && cell.server === null ? [unheardText] : []),
      ...reasons,
      ...(request === null ? [] : [`${request.requestedBy} asks for a change in ${scopeName(request.scope)}`]),
    ],
  };
}

/** Over a server's name: what it holds and since when nobody has heard of it. */
export function serverTip(column: Column, server: FleetServer | null, isFleetKnown: boolean, now: number): Tip {
  if (column.scope.server === null) {
    const what = column.scope.datacenter === null ? 'environment' : 'datacenter';
    return { heading: column.title, lines: [`No server of this ${what} is known.`] };
  }
  if (server === null) {
    const line = isFleetKnown ? unheardText : 'What it really applies is not known.';
    return { heading: column.title, lines: [line] };
  }
  const differs = server.differs.length;
  return {
    heading: column.title,
    lines: [
      `${capital(serverStateText(server, now))}; it holds revision ${server.revision}.`,
      `${server.connected ? 'Connected' : 'Last heard of'} ${server.connected ? 'now' : ago(server.seenAt, now)} (${exactTime(server.seenAt)}), over ${server.via}${server.client === null ? '' : `, ${server.client}`}.`,
      ...(differs === 0
        ? []
        : [`${differs === 1 ? '1 flag differs' : `${differs} flags differ`} from what it should serve.`]),
    ],
  };
}

function originText(cell: Cell, environment: string): string {
  if (cell.source === null) return 'no state';
  return cell.override ? `override for this ${cell.source}` : `inherited from ${environment}`;
}

function observedLines({ server, observed, label }: Cell, now: number): string[] {
  if (server === null) return observed === null ? [] : [`The server still applies ${observed.long}.`];
  const state = serverStateText(server, now);
  if (server.state === 'silent') {
    const last = observed === null ? '' : ` It last applied ${observed.long}.`;
    return [`Nobody knows what it applies: ${server.server} is ${state}.${last}`];
  }
  if (observed !== null)
    return [`${server.server} still applies ${observed.long}; it should be ${label.long}. It is ${state}.`];
  return [`${server.server} applies this.`];
}

function changeOf(flag: Flag, { scope }: Column, cell: Cell): Pick<ScopeState, 'changedAt' | 'changedBy'> | null {
  const state = flag.environments[scope.environment];
  if (state === undefined || cell.source === null) return null;
  if (cell.source === 'environment') {
    // The environment's own times are those of its latest change, which an override may be.
    return state.scopes.some(({ changedAt }) => changedAt === state.changedAt) ? null : state;
  }
  const server = cell.source === 'server' ? scope.server : null;
  return state.scopes.find((own) => own.datacenter === scope.datacenter && own.server === server) ?? null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
