/** Flags of the web shop for the dashboard's tests: what a test does not name is at rest. */
import type { Environment, Flag, FlagState, ScopeState, Serving } from '../../../server/src/core/model.ts';
import type { Column } from '../../../server/src/embedded/dashboard/page/model/columns.ts';
import { indexFleet } from '../../../server/src/embedded/dashboard/page/model/fleet.ts';
import { assess, type Assessed } from '../../../server/src/embedded/dashboard/page/model/rows.ts';
import type { ChangeRequest, FleetServer } from '../../../server/src/embedded/dashboard/page/model/wire.ts';

export const now = Date.parse('2026-11-23T12:00:00Z');
export const on: Serving = { kind: 'static', variant: 'on' };
export const off: Serving = { kind: 'static', variant: 'off' };

export const percent = (share: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'on', share: share * 100 },
    { variant: 'off', share: 10_000 - share * 100 },
  ],
});

export const production: Environment = {
  key: 'production',
  critical: true,
  datacenters: [
    { key: 'fra', servers: ['fra-1', 'fra-2'] },
    { key: 'iad', servers: ['iad-1', 'iad-2'] },
  ],
};
export const staging: Environment = { key: 'staging', critical: false, datacenters: [{ key: 'fra', servers: [] }] };
export const development: Environment = { key: 'development', critical: false, datacenters: [] };

export const override = (datacenter: string, server: string | null, serving: Serving): ScopeState => ({
  datacenter,
  server,
  serving,
  changedAt: '2026-11-20T12:00:00Z',
  changedBy: 'ana',
});

export const state = (serving: Serving, parts: Partial<FlagState> = {}): FlagState => ({
  serving,
  constantSince: null,
  changedAt: '2026-11-01T12:00:00Z',
  changedBy: 'mia',
  lastEvaluatedAt: null,
  scopes: [],
  observed: [],
  ...parts,
});

export const flag = (parts: Partial<Flag> = {}): Flag => ({
  key: 'new-checkout',
  kind: 'switch',
  purpose: 'release',
  valueType: 'boolean',
  variants: [
    { name: 'on', value: true },
    { name: 'off', value: false },
  ],
  owner: 'team-checkout',
  description: null,
  tags: [],
  createdAt: null,
  expiresAt: null,
  archivedAt: null,
  permanent: false,
  staleMark: null,
  prerequisites: [],
  url: null,
  revision: '7',
  environments: { production: state(on) },
  ...parts,
});

export const buttonColor = flag({
  key: 'button-color',
  kind: 'variant',
  valueType: 'string',
  variants: [
    { name: 'blue', value: '#00f' },
    { name: 'green', value: '#0f0' },
  ],
  owner: null,
});

/** A server that is well: connected, and up to date. */
export const server = (datacenter: string, name: string, parts: Partial<FleetServer> = {}): FleetServer => ({
  environment: 'production',
  datacenter,
  server: name,
  seenAt: '2026-11-23T11:59:50Z',
  connected: true,
  via: 'flagd-sync',
  client: null,
  revision: '20',
  behind: 0,
  state: 'current',
  differs: [],
  ...parts,
});

/** Five minutes without a word. */
export const silent = { state: 'silent', connected: false, seenAt: '2026-11-23T11:55:00Z' } as const;

/** The rows of the page, judged at `now`. */
export function assessAll(
  flags: readonly Flag[],
  columns: readonly Column[],
  environments: readonly Environment[],
  fleet: readonly FleetServer[] = [],
): Assessed[] {
  const index = indexFleet(fleet);
  return flags.map((one) =>
    assess(one, index?.driftOf.get(one.key) ?? [], { environments, columns, fleet: index, now, knownUntil: now }),
  );
}

/** Ana asks to open a valve to 25 % in production. */
export const asked = (parts: Partial<ChangeRequest> = {}): ChangeRequest => ({
  id: 'r1',
  flagKey: 'new-checkout',
  scope: { environment: 'production', datacenter: null, server: null },
  action: 'serving',
  serving: percent(25),
  reason: 'Conversion is up',
  revision: '7',
  requestedBy: 'ana',
  requestedAt: '2026-11-23T11:50:00Z',
  expiresAt: '2026-11-24T11:50:00Z',
  status: 'open',
  decidedBy: null,
  decidedAt: null,
  note: null,
  ...parts,
});
