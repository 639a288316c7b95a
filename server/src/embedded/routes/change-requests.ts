/** Changes that need a second person, and undoing what one person did. */
import { z } from 'zod';
import * as answers from '../answers.ts';
import { ApiError } from '../errors.ts';
import { changeRequestDecision, changeRequestInput, changeRequestStatus, undoInput } from '../shapes.ts';
import { scopeOf } from './change.ts';
import { callerOf, defineRoute, param, type Route } from './route.ts';

const path = '/api/v1/projects/{project}/change-requests';

function decisionRoute(verdict: 'approve' | 'reject' | 'withdraw', summary: string): Route {
  return defineRoute(
    {
      method: 'POST',
      path: `${path}/{id}/${verdict}`,
      role: 'operator',
      summary,
      body: changeRequestDecision,
      answers: { 200: answers.changeRequest },
      errors: ['not-found', 'conflict', 'invalid'],
    },
    async (request) => {
      const { store, auth } = request.services;
      const [project, id, caller] = [param(request, 'project'), param(request, 'id'), callerOf(request)];
      const { environment } = (await store.changeRequest(project, id)).scope;
      auth.authorize(caller, 'operator', { environment });
      const decided = await store.decideChangeRequest(
        project,
        { id, verdict, note: request.body.note ?? null },
        caller,
      );
      if (decided.status === 'outdated') {
        throw new ApiError(
          'conflict',
          `"${decided.flagKey}" has changed since this was asked for: nothing was changed, and the request is closed. Ask again for what is wanted now.`,
          { current: await store.flag(project, decided.flagKey) },
        );
      }
      return { body: decided };
    },
  );
}

export const changeRequestRoutes: readonly Route[] = [
  defineRoute(
    {
      method: 'GET',
      path,
      role: 'viewer',
      summary: 'Changes that wait for a second person, and those that were decided; newest first',
      query: z.strictObject({ status: changeRequestStatus.optional() }),
      answers: { 200: answers.changeRequests },
      errors: ['not-found', 'invalid'],
    },
    async (request) => ({
      body: {
        changeRequests: await request.services.store.changeRequests(
          param(request, 'project'),
          request.query.status ?? null,
        ),
      },
    }),
  ),
  defineRoute(
    {
      method: 'POST',
      path,
      role: 'operator',
      summary: 'Asks for a change or a rollback that somebody else has to approve; nothing is changed yet',
      body: changeRequestInput,
      answers: { 201: answers.changeRequest },
      errors: ['not-found', 'invalid'],
    },
    async (request) => {
      const { store, auth } = request.services;
      const { flagKey, action, serving, reason } = request.body;
      const scope = scopeOf(request.body);
      auth.authorize(callerOf(request), 'operator', { environment: scope.environment });
      const change = { flagKey, scope, action, serving: serving ?? null, reason };
      return { status: 201, body: await store.askForChange(param(request, 'project'), change, callerOf(request)) };
    },
  ),
  decisionRoute('approve', "Approves somebody else's request, which carries it out"),
  decisionRoute('reject', 'Rejects a request'),
  decisionRoute('withdraw', "Takes one's own request back"),
  defineRoute(
    {
      method: 'POST',
      path: '/api/v1/projects/{project}/undo',
      role: 'operator',
      summary: 'Undoes what one person changed in a time span; what others changed afterwards is left alone',
      body: undoInput,
      answers: { 200: answers.undone },
      errors: ['not-found', 'invalid', 'approval-required'],
    },
    async (request) => {
      const { store, auth } = request.services;
      const [project, caller] = [param(request, 'project'), callerOf(request)];
      const { emergency = false, ...input } = request.body;
      const exception = emergency ? { approval: `emergency: undoing ${input.actor}` } : {};
      // In one transaction, so that nothing is undone where the role was not looked at.
      const changes = await store.transaction(async (bound) => {
        const planned = await bound.undo(project, { ...input, dryRun: true }, caller);
        for (const { scope, conflict } of planned) {
          if (conflict !== null) continue;
          auth.authorize(caller, emergency ? 'admin' : 'operator', { environment: scope.environment });
        }
        return input.dryRun ? planned : bound.undo(project, input, { ...caller, ...exception });
      });
      const applied = input.dryRun ? 0 : changes.filter(({ conflict }) => conflict === null).length;
      return { body: { changes, applied } };
    },
  ),
];
