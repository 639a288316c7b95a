/**
 * Between a page and its control plane: puts servers, roles, a second person and undo into the answers, all in memory, so that a test
 * decides what there is. Everything else goes through to the real control plane.
 */
import type { Page, Route } from 'playwright-core';
import type { Serving } from '../../../server/src/core/model.ts';
import type {
  ChangeRequest,
  FleetServer,
  SessionInfo,
  UndoAnswer,
} from '../../../server/src/embedded/dashboard/page/model/wire.ts';

export interface StandIn {
  /** Undefined: the control plane says nothing about servers, as older ones do. */
  fleet: readonly FleetServer[] | undefined;
  /** Environments that need a second person. */
  approval: readonly string[];
  requests: ChangeRequest[];
  session: Partial<SessionInfo>;
  /** What a look at an undo finds. */
  undo: UndoAnswer;
  /** Bodies of what the page posted, by the last part of the address. */
  readonly posted: { readonly to: string; readonly body: Record<string, unknown> }[];
  /** Called for a request that is approved. */
  onApproved(request: ChangeRequest): Promise<void>;
  /** An event on the page's stream, as the control plane would send it. */
  emit(event: string, data?: object): Promise<void>;
}

/** Has to be called before the page is opened: see `OpenOptions.prepare`. */
export async function standIn(page: Page, parts: Partial<StandIn>): Promise<StandIn> {
  const plane: StandIn = {
    fleet: undefined,
    approval: [],
    requests: [],
    session: {},
    undo: { changes: [], applied: 0 },
    posted: [],
    onApproved: async () => {},
    async emit(event, data = {}) {
      await page.evaluate(
        ([type, text]) => {
          const { sources } = window as unknown as { sources: EventSource[] };
          sources.at(-1)?.dispatchEvent(new MessageEvent(type ?? '', { data: text }));
        },
        [event, JSON.stringify(data)],
      );
    },
    ...parts,
  };
  await page.addInitScript(() => {
    const sources: EventSource[] = [];
    Object.assign(window, { sources });
    window.EventSource = class extends EventSource {
      constructor(url: string | URL) {
        super(url);
        sources.push(this);
      }
    };
  });
  await page.route('**/api/v1/session', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...(await response.json()), ...plane.session } });
  });
  await page.route('**/snapshot', async (route) => {
    const { 'if-none-match': _, ...headers } = route.request().headers();
    const { fleet: _fleet, ...body } = await (await route.fetch({ headers })).json();
    const environments = body.environments.map((environment: { key: string }) => ({
      ...environment,
      approval: plane.approval.includes(environment.key),
    }));
    await route.fulfill({ json: { ...body, environments, ...(plane.fleet ? { fleet: plane.fleet } : {}) } });
  });
  await page.route('**/fleet', (route) => route.fulfill({ json: { fleet: plane.fleet ?? [] } }));
  await page.route('**/change-requests**', (route) => answerRequests(route, plane));
  await page.route('**/undo', async (route) => {
    const body = route.request().postDataJSON();
    plane.posted.push({ to: 'undo', body });
    await route.fulfill({ json: plane.undo });
  });
  await page.route(/\/(serving|rollback)$/, async (route) => {
    const { emergency, ...body } = route.request().postDataJSON();
    plane.posted.push({ to: 'serving', body: { ...body, ...(emergency ? { emergency } : {}) } });
    if (plane.approval.includes(body.environment) && emergency !== true) {
      const error = { code: 'approval-required', message: 'A second person has to approve this.' };
      return route.fulfill({ status: 409, json: { error } });
    }
    return route.continue({ postData: JSON.stringify(body) });
  });
  return plane;
}

/** A server that is well. */
export function shopServer(datacenter: string, server: string, parts: Partial<FleetServer> = {}): FleetServer {
  return {
    environment: 'production',
    datacenter,
    server,
    seenAt: new Date().toISOString(),
    connected: true,
    via: 'flagd-sync',
    client: 'checkout/4.2',
    revision: '41',
    behind: 0,
    state: 'current',
    differs: [],
    ...parts,
  };
}

/** Production with fra-2 three revisions behind and iad-1 silent for five minutes; staging is well. */
export function troubledFleet(): FleetServer[] {
  const off: Serving = { kind: 'static', variant: 'off' };
  const names = ['fra-1', 'fra-2', 'fra-3', 'fra-4', 'iad-1', 'iad-2', 'iad-3', 'iad-4'];
  const parts: Record<string, Partial<FleetServer>> = {
    'fra-2': { state: 'behind', behind: 3, revision: '38', differs: [{ flagKey: 'express-pay', serving: off }] },
    'iad-1': {
      state: 'silent',
      connected: false,
      seenAt: new Date(Date.now() - 300_000).toISOString(),
      revision: '30',
    },
  };
  return [
    ...names.map((name) => shopServer(name.slice(0, 3), name, parts[name])),
    shopServer('fra', 'fra-1', { environment: 'staging' }),
    shopServer('fra', 'fra-2', { environment: 'staging' }),
  ];
}

/** Mia asks to open express-pay to 25 % in production. */
export function miasRequest(revision: string, parts: Partial<ChangeRequest> = {}): ChangeRequest {
  return {
    id: 'r1',
    flagKey: 'express-pay',
    scope: { environment: 'production', datacenter: null, server: null },
    action: 'serving',
    serving: {
      kind: 'fractional',
      shares: [
        { variant: 'on', share: 2500 },
        { variant: 'off', share: 7500 },
      ],
    },
    reason: 'fra has been fine for two days',
    revision,
    requestedBy: 'mia',
    requestedAt: new Date(Date.now() - 600_000).toISOString(),
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    status: 'open',
    decidedBy: null,
    decidedAt: null,
    note: null,
    ...parts,
  };
}

async function answerRequests(route: Route, plane: StandIn): Promise<void> {
  const request = route.request();
  const [id, decision] = new URL(request.url()).pathname.split('/').slice(-2);
  if (request.method() === 'GET') return route.fulfill({ json: { changeRequests: plane.requests } });
  const body = request.postDataJSON() ?? {};
  const known = plane.requests.find((candidate) => candidate.id === id);
  plane.posted.push({ to: known === undefined ? 'change-requests' : (decision ?? ''), body });
  if (known === undefined) {
    const { environment, datacenter = null, server = null, ...rest } = body;
    const made = miasRequest('', {
      ...rest,
      scope: { environment, datacenter, server },
      id: `r${plane.requests.length + 1}`,
    });
    plane.requests.push({ ...made, requestedBy: 'operator', revision: revisionOf(request.headers()) });
    return route.fulfill({ status: 201, json: made });
  }
  plane.requests = plane.requests.filter((candidate) => candidate !== known);
  if (decision === 'approve') await plane.onApproved(known);
  return route.fulfill({ json: { ...known, status: `${decision}d` } });
}

function revisionOf(headers: Record<string, string>): string {
  return (headers['if-match'] ?? '').replaceAll('"', '');
}
