/** Flags: define, read, serve, roll back, look back. */
import type { Flag, Scope } from '../../core/model.ts';
import * as answers from '../answers.ts';
import { flagInput, flagPatch, rollbackInput, servingChange } from '../shapes.ts';
import { historyQuery } from './projects.ts';
import {
  callerOf,
  defineRoute,
  param,
  type Route,
  type RouteAnswer,
  type RouteRequest,
  type Services,
} from './route.ts';

const flagPath = '/api/v1/projects/{project}/flags/{key}';

export const flagRoutes: readonly Route[] = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/v1/projects/{project}/flags',
      role: 'admin',
      summary: 'Defines a flag',
      body: flagInput,
      once: true,
      answers: { 201: answers.flag },
      errors: ['not-found', 'conflict', 'invalid'],
    },
    (request) => {
      const { store } = request.services;
      const place = { project: param(request, 'project'), key: request.body.key };
      const flag = store.once(request.claim, place, () =>
        store.createFlag(place.project, request.body, callerOf(request)),
      );
      return { ...answerFlag(flag), status: 201 };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: flagPath,
      role: 'viewer',
      summary: 'One flag',
      answers: { 200: answers.flag, 304: null },
      errors: ['not-found'],
    },
    (request) => answerFlag(request.services.store.flag(param(request, 'project'), param(request, 'key'))),
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: flagPath,
      role: 'admin',
      summary: 'Changes what is known about a flag, archives it, or restores it',
      body: flagPatch,
      ifMatch: true,
      once: true,
      answers: { 200: answers.flag },
      errors: ['not-found', 'conflict', 'invalid', 'revision-required'],
    },
    (request) => {
      const { body, expectedRevision } = request;
      return writeFlag(request, ({ store }, project, key) =>
        store.patchFlag(project, key, body, expectedRevision, callerOf(request)),
      );
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: `${flagPath}/serving`,
      role: 'operator',
      summary: 'Changes what a flag serves in one scope; null removes the override',
      body: servingChange,
      ifMatch: true,
      once: true,
      answers: { 200: answers.flag },
      errors: ['not-found', 'conflict', 'invalid', 'revision-required'],
    },
    (request) => {
      const { body, expectedRevision } = request;
      const change = { scope: scopeOf(body), serving: body.serving, reason: body.reason ?? null };
      return writeFlag(request, ({ store }, project, key) =>
        store.changeServing(project, key, change, expectedRevision, callerOf(request)),
      );
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: `${flagPath}/rollback`,
      role: 'operator',
      summary: 'Restores what the scope served before its last change; twice redoes',
      body: rollbackInput,
      ifMatch: true,
      once: true,
      answers: { 200: answers.flag },
      errors: ['not-found', 'conflict', 'invalid', 'revision-required'],
    },
    (request) => {
      const { body, expectedRevision } = request;
      const change = { scope: scopeOf(body), reason: body.reason ?? null };
      return writeFlag(request, ({ store }, project, key) =>
        store.rollBack(project, key, change, expectedRevision, callerOf(request)),
      );
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: `${flagPath}/history`,
      role: 'viewer',
      summary: 'What was changed about the flag, newest first',
      query: historyQuery,
      answers: { 200: answers.auditEntries },
      errors: ['not-found', 'invalid'],
    },
    (request) => {
      const { store } = request.services;
      const entries = store.history(param(request, 'project'), param(request, 'key'), request.query.limit);
      return { body: { entries } };
    },
  ),
];

function writeFlag(
  request: RouteRequest<unknown, unknown>,
  write: (services: Services, project: string, key: string) => Flag,
): RouteAnswer {
  const { services, claim } = request;
  const place = { project: param(request, 'project'), key: param(request, 'key') };
  return answerFlag(services.store.once(claim, place, () => write(services, place.project, place.key)));
}

function answerFlag(flag: Flag): RouteAnswer {
  return flag.revision === null ? { body: flag } : { body: flag, etag: flag.revision };
}

function scopeOf(body: {
  readonly environment: string;
  readonly datacenter?: string | null | undefined;
  readonly server?: string | null | undefined;
}): Scope {
  return { environment: body.environment, datacenter: body.datacenter ?? null, server: body.server ?? null };
}
