/** Projects, their environments, their snapshot, their audit log and their changes. */
import { z } from 'zod';
import * as answers from '../answers.ts';
import { ApiError } from '../errors.ts';
import { environmentInput, key } from '../shapes.ts';
import { parse } from '../validate.ts';
import { callerOf, defineRoute, param, type Route } from './route.ts';

const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(500)
  .default(50)
  .meta({ description: 'How many entries, at most 500.' });
export const historyQuery = z.strictObject({ limit });

export const projectRoutes: readonly Route[] = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/projects',
      role: 'viewer',
      summary: 'The projects of this control plane',
      answers: { 200: answers.projects },
    },
    async (request) => {
      const { project: own } = callerOf(request);
      const projects = await request.services.store.projects();
      const visible = projects.filter((project) => own === null || project === own);
      return { body: { projects: visible.map((project) => ({ key: project })) } };
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/v1/projects/{project}',
      role: 'admin',
      summary: 'Creates a project, or does nothing where it exists',
      answers: { 200: answers.project, 201: answers.project },
      errors: ['invalid'],
    },
    async (request) => {
      const project = parse(key, param(request, 'project'), 'project');
      const isNew = await request.services.store.putProject(project, callerOf(request));
      return { status: isNew ? 201 : 200, body: { key: project } };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/projects/{project}/snapshot',
      role: 'viewer',
      summary: 'All environments and flags at one moment',
      answers: { 200: answers.snapshot, 304: null },
      errors: ['not-found'],
    },
    async (request) => {
      const { store, evaluation } = request.services;
      const project = param(request, 'project');
      // Before what it stands for is read: what changes meanwhile gives a new one next time.
      const version = evaluation.version(project);
      const snapshot = await evaluation.complete(await store.snapshot(project));
      const body = { product: 'sluice', apiVersion: 1, readAt: store.now(), ...snapshot };
      return { body, etag: `${store.epoch}.${snapshot.revision}.${version}` };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/projects/{project}/fleet',
      role: 'viewer',
      summary: 'The servers that read flags here: what each holds, and what it applies otherwise than it should',
      answers: { 200: answers.fleet },
      errors: ['not-found'],
    },
    async (request) => {
      const { store, evaluation } = request.services;
      const project = param(request, 'project');
      await store.revision(project);
      return { body: { fleet: await evaluation.fleet.describe(project) } };
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/v1/projects/{project}/environments/{environment}',
      role: 'admin',
      summary: 'Creates or replaces an environment; overrides of datacenters and servers that vanish are removed',
      body: environmentInput,
      answers: { 200: answers.environment, 201: answers.environment },
      errors: ['not-found', 'invalid'],
    },
    async (request) => {
      const { store } = request.services;
      const project = param(request, 'project');
      const environment = parse(key, param(request, 'environment'), 'environment');
      request.services.auth.authorize(callerOf(request), 'admin', { environment });
      const written = await store.putEnvironment(project, environment, request.body, callerOf(request));
      return { status: written.isNew ? 201 : 200, body: written.environment };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/projects/{project}/audit',
      role: 'viewer',
      summary: 'What was changed in the project and who changed it, newest first; with the changes of tokens',
      query: z.strictObject({
        limit,
        before: z.coerce
          .number()
          .int()
          .min(1)
          .optional()
          .meta({ description: 'Continue after the entry with this id.' }),
      }),
      answers: { 200: answers.auditEntries },
      errors: ['not-found', 'invalid'],
    },
    async (request) => {
      const { limit: count, before } = request.query;
      const { store } = request.services;
      // Tokens are no matter of one project; neither are their changes.
      const withTokens = callerOf(request).project === null;
      const entries = await store.audit(param(request, 'project'), count, before ?? null, withTokens);
      return { body: { entries } };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/projects/{project}/events',
      role: 'viewer',
      summary: 'Server-Sent Events: hello, change, reset; resumes after Last-Event-ID',
      answers: { 200: null },
      mediaType: 'text/event-stream',
      errors: ['not-found'],
    },
    async (request) => {
      const { store, events } = request.services;
      const project = param(request, 'project');
      const caller = callerOf(request);
      await store.revision(project);
      events.checkRoom();
      const lastEventId = request.raw.headers['last-event-id'];
      if (Array.isArray(lastEventId)) throw new ApiError('invalid', 'Send one Last-Event-ID.');
      return {
        stream: (response, headers) =>
          events.open(response, { project, caller, lastEventId: lastEventId ?? null, headers }),
      };
    },
  ),
];
