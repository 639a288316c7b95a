/** What the API answers, as zod schemas, for the OpenAPI document and for tests that hold answers against it. */
import { z } from 'zod';
import { errorStatus } from './errors.ts';
import {
  changeRequestAction,
  changeRequestStatus,
  datacenter,
  environmentRole,
  flagKind,
  named,
  purpose,
  role,
  serving,
  variant,
} from './shapes.ts';

const time = z.string().meta({ format: 'date-time' });
const revision = z.string().regex(/^\d+$/);

const scopeState = named(
  'ScopeState',
  z.strictObject({
    datacenter: z.string(),
    server: z.string().nullable(),
    serving,
    changedAt: time.nullable(),
    changedBy: z.string().nullable(),
  }),
);

const observedServing = named(
  'ObservedServing',
  z.strictObject({ datacenter: z.string(), server: z.string(), serving, at: time }),
);

const flagState = named(
  'FlagState',
  z.strictObject({
    serving,
    constantSince: time.nullable(),
    changedAt: time.nullable(),
    changedBy: z.string().nullable(),
    lastEvaluatedAt: time.nullable(),
    scopes: z.array(scopeState),
    observed: z.array(observedServing),
  }),
);

export const flag = named(
  'Flag',
  z.strictObject({
    key: z.string(),
    kind: flagKind,
    purpose: purpose.nullable(),
    valueType: z.enum(['boolean', 'string', 'number', 'object']),
    variants: z.array(variant),
    owner: z.string().nullable(),
    description: z.string().nullable(),
    tags: z.array(z.string()),
    createdAt: time.nullable(),
    expiresAt: time.nullable(),
    archivedAt: time.nullable(),
    permanent: z.boolean(),
    staleMark: z.string().nullable(),
    prerequisites: z.array(z.string()).nullable(),
    url: z.string().nullable(),
    revision: revision.nullable(),
    environments: z.record(z.string(), flagState),
  }),
);

export const environment = named(
  'Environment',
  z.strictObject({ key: z.string(), critical: z.boolean(), datacenters: z.array(datacenter), approval: z.boolean() }),
);

const fleetServer = named(
  'FleetServer',
  z.strictObject({
    environment: z.string(),
    datacenter: z.string(),
    server: z.string(),
    seenAt: time,
    connected: z.boolean(),
    via: z.enum(['ofrep', 'flagd-sync']),
    client: z.string().nullable(),
    revision,
    behind: z.int(),
    state: z.enum(['current', 'behind', 'silent']),
    differs: z.array(z.strictObject({ flagKey: z.string(), serving })),
  }),
);
export const fleet = named('Fleet', z.strictObject({ fleet: z.array(fleetServer) }));

export const snapshot = named(
  'Snapshot',
  z.strictObject({
    product: z.literal('sluice'),
    apiVersion: z.literal(1),
    project: z.string(),
    revision,
    readAt: time,
    environments: z.array(environment),
    flags: z.array(flag),
    fleet: z.array(fleetServer),
  }),
);

const auditEntry = named(
  'AuditEntry',
  z.strictObject({
    id: z.int(),
    at: time,
    actor: z.string(),
    action: z.enum([
      'project-created',
      'flag-created',
      'flag-updated',
      'flag-archived',
      'serving-changed',
      'rolled-back',
      'environment-changed',
      'token-created',
      'token-rotated',
      'change-requested',
      'change-approved',
      'change-rejected',
      'change-withdrawn',
      'token-revoked',
    ]),
    flagKey: z.string().nullable(),
    environment: z.string().nullable(),
    datacenter: z.string().nullable(),
    server: z.string().nullable(),
    before: serving.nullable(),
    after: serving.nullable(),
    reason: z.string().nullable(),
    detail: z.string().nullable(),
    revision,
  }),
);
const changedScope = z.strictObject({
  environment: z.string(),
  datacenter: z.string().nullable(),
  server: z.string().nullable(),
});
export const changeRequest = named(
  'ChangeRequest',
  z.strictObject({
    id: z.string(),
    flagKey: z.string(),
    scope: changedScope,
    action: changeRequestAction,
    serving: serving.nullable(),
    reason: z.string().nullable(),
    revision,
    requestedBy: z.string(),
    requestedAt: time,
    expiresAt: time,
    status: changeRequestStatus,
    decidedBy: z.string().nullable(),
    decidedAt: time.nullable(),
    note: z.string().nullable(),
  }),
);
export const changeRequests = named('ChangeRequests', z.strictObject({ changeRequests: z.array(changeRequest) }));
export const undone = named(
  'Undone',
  z.strictObject({
    changes: z.array(
      z.strictObject({
        flagKey: z.string(),
        scope: changedScope,
        from: serving.nullable(),
        to: serving.nullable(),
        conflict: z.string().nullable(),
      }),
    ),
    applied: z.int(),
  }),
);
export const auditEntries = named('AuditEntries', z.strictObject({ entries: z.array(auditEntry) }));

export const health = named('Health', z.strictObject({ status: z.literal('ok') }));
export const product = named('Product', z.strictObject({ product: z.literal('sluice'), apiVersion: z.literal(1) }));
export const session = named(
  'Session',
  z.strictObject({
    name: z.string(),
    role,
    via: z.enum(['token', 'session']),
    project: z.string().nullable(),
    environmentRoles: z.record(z.string(), environmentRole),
  }),
);
export const project = named('Project', z.strictObject({ key: z.string() }));
export const projects = named('Projects', z.strictObject({ projects: z.array(project) }));

const token = named(
  'Token',
  z.strictObject({
    id: z.string(),
    name: z.string(),
    role,
    project: z.string().nullable(),
    environment: z.string().nullable(),
    datacenter: z.string().nullable(),
    server: z.string().nullable(),
    environmentRoles: z.record(z.string(), environmentRole),
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable(),
    revokedAt: time.nullable(),
  }),
);
export const tokens = named('Tokens', z.strictObject({ tokens: z.array(token) }));
export const newToken = named(
  'NewToken',
  z.strictObject({ id: z.string(), name: z.string(), role, token: z.string() }),
);
export const signInLink = named('SignInLink', z.strictObject({ url: z.string(), expiresAt: time }));
export const signedIn = named('SignedIn', z.strictObject({ path: z.string() }));

export const errorAnswer = named(
  'Error',
  z.strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(errorStatus) as [keyof typeof errorStatus]),
      message: z.string(),
      status: z.int(),
      current: flag.optional(),
      details: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
    }),
  }),
);
