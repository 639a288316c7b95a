/** Flags: define, read, serve, roll back, look back. */
import type { z } from 'zod';
import type { Flag } from '../../core/model.ts';
import * as answers from '../answers.ts';
import type { Author } from '../store/ledger.ts';
import type { Store } from '../store/store.ts';
import { flagInput, flagPatch, rollbackInput, servingChange } from '../shapes.ts';
import { approvalOf, authorizeIn, scopeOf } from './change.ts';
import { historyQuery } from './projects.ts';
import { callerOf, defineRoute, param, type Route, type RouteAnswer, type RouteRequest } from './route.ts';

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
      errors: ['not-found', 'conflict', 'approval-required', 'invalid'],
    },
    async (request) => {
      const { store } = request.services;
      const place = { project: param(request, 'project'), key: request.body.key };
      authorizeIn(request, Object.keys(request.body.servings ?? {}));
      const flag = await store.once(request.claim, place, (bound) =>
        bound.createFlag(place.project, request.body, callerOf(request)),
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
    async (request) => answerFlag(await request.services.store.flag(param(request, 'project'), param(request, 'key'))),
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
      errors: ['not-found', 'conflict', 'approval-required', 'invalid', 'revision-required'],
    },
    (request) => {
      const { body, expectedRevision } = request;
      return writeFlag(request, (store, project, key) =>
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
      errors: ['not-found', 'conflict', 'approval-required', 'invalid', 'revision-required'],
    },
    (request) => {
      const { body, expectedRevision } = request;
      const author = authorOf(request);
      const change = { scope: scopeOf(body), serving: body.serving, reason: body.reason ?? null };
      return writeFlag(request, (store, project, key) =>
        store.changeServing(project, key, change, expectedRevision, author),
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
      errors: ['not-found', 'conflict', 'approval-required', 'invalid', 'revision-required'],
    },
    (request) => {
      const { body, expectedRevision } = request;
      const author = authorOf(request);
      const change = { scope: scopeOf(body), reason: body.reason ?? null };
      return writeFlag(request, (store, project, key) =>
        store.rollBack(project, key, change, expectedRevision, author),
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
    async (request) => {
      const { store } = request.services;
      const entries = await store.history(param(request, 'project'), param(request, 'key'), request.query.limit);
      return { body: { entries } };
    },
  ),
];

async function writeFlag(
  request: RouteRequest<unknown, unknown>,
  write: (store: Store, project: string, key: string) => Promise<Flag>,
): Promise<RouteAnswer> {
  const { services, claim } = request;
  const place = { project: param(request, 'project'), key: param(request, 'key') };
  return answerFlag(await services.store.once(claim, place, (store) => write(store, place.project, place.key)));
}

function answerFlag(flag: Flag): RouteAnswer {
  return flag.revision === null ? { body: flag } : { body: flag, etag: flag.revision };
}

/** Who makes a change of what a flag serves, after the check that they may in that environment. */
function authorOf(request: RouteRequest<z.output<typeof rollbackInput>, unknown>): Author {
  const caller = callerOf(request);
  const { auth } = request.services;
  const { environment } = request.body;
  auth.authorize(caller, 'operator', { environment });
  return { ...caller, ...approvalOf(auth, caller, request.body, environment) };
}
