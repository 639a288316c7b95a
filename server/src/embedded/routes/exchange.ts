/** Flags in and out in one piece, and the OpenFeature manifest. */
import { z } from 'zod';
import { exportFlags } from '../exchange/export.ts';
import { importFlags } from '../exchange/import.ts';
import * as manifest from '../exchange/manifest.ts';
import { exportAnswer, importInput, importLimits, importReport } from '../exchange/shapes.ts';
import { invalid } from '../errors.ts';
import { key } from '../shapes.ts';
import { authorizeIn } from './change.ts';
import { callerOf, defineRoute, param, type Route, type RouteRequest } from './route.ts';

const projectQuery = z.strictObject({
  project: key.optional().meta({ description: "The token's own project where it has one; else the only one." }),
});

export const exchangeRoutes: readonly Route[] = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/v1/projects/{project}/import',
      role: 'admin',
      summary: 'Takes many flags in: all of them or none',
      body: importInput,
      maxBytes: importLimits.bodyBytes,
      once: true,
      answers: { 200: importReport },
      errors: ['not-found', 'conflict', 'approval-required', 'invalid'],
    },
    async (request) => {
      authorizeIn(
        request,
        request.body.flags.flatMap(({ environments }) => Object.keys(environments)),
      );
      const { store } = request.services;
      const how = { author: callerOf(request), claimed: request.claim };
      return { body: await importFlags(store, param(request, 'project'), request.body, how) };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1/projects/{project}/export',
      role: 'viewer',
      summary: 'All flags with what they serve, in the form that an import takes',
      query: z.strictObject({ environment: key.optional() }),
      answers: { 200: exportAnswer },
      errors: ['not-found', 'invalid'],
    },
    async (request) => {
      const { project, revision, flags } = await request.services.store.snapshot(param(request, 'project'));
      const exported = exportFlags(flags, request.query.environment ?? null);
      return { body: { product: 'sluice', version: 1, project, revision, flags: exported } };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/openfeature/v0/manifest',
      role: 'viewer',
      summary: 'The OpenFeature manifest: key, type and default value of every flag',
      query: projectQuery,
      invalidStatus: 400,
      answers: { 200: manifest.manifestAnswer },
      errors: ['not-found', 'invalid'],
    },
    async (request) => {
      const { flags } = await request.services.store.snapshot(await projectOf(request));
      return { body: { flags: manifest.toManifest(flags) }, headers: capabilities(request) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/openfeature/v0/manifest/flags',
      role: 'admin',
      summary: 'Defines a flag of the manifest',
      query: projectQuery,
      body: manifest.manifestInput,
      invalidStatus: 400,
      answers: { 201: manifest.manifestFlagAnswer },
      errors: ['not-found', 'conflict', 'invalid'],
    },
    async (request) => {
      const { store } = request.services;
      const project = await projectOf(request);
      const flag = await store.createFlag(project, manifest.fromManifest(request.body), callerOf(request));
      return {
        status: 201,
        body: { flag: manifest.toManifestFlag(flag), updatedAt: store.now() },
        headers: capabilities(request),
      };
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/openfeature/v0/manifest/flags/{key}',
      role: 'admin',
      summary: "Changes a flag's description in the manifest",
      query: projectQuery,
      body: manifest.manifestUpdate,
      invalidStatus: 400,
      answers: { 200: manifest.manifestFlagAnswer },
      errors: ['not-found', 'conflict', 'invalid'],
    },
    async (request) => {
      const { store } = request.services;
      const project = await projectOf(request);
      const flagKey = param(request, 'key');
      const flag = await store.flag(project, flagKey);
      manifest.checkUpdate(flag, flagKey, request.body);
      const { description } = request.body;
      const after =
        description === undefined
          ? flag
          : await store.patchFlag(project, flagKey, { description }, flag.revision ?? '', callerOf(request));
      return {
        body: { flag: manifest.toManifestFlag(after), updatedAt: store.now() },
        headers: capabilities(request),
      };
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/openfeature/v0/manifest/flags/{key}',
      role: 'admin',
      summary: 'Archives a flag; refused while it is served in a critical environment',
      query: projectQuery,
      invalidStatus: 400,
      answers: { 200: manifest.manifestArchived },
      errors: ['not-found', 'conflict', 'approval-required', 'invalid'],
    },
    async (request) => {
      const { store } = request.services;
      const project = await projectOf(request);
      const flag = await store.flag(project, param(request, 'key'));
      manifest.checkArchivable(flag, await store.environments(project));
      const after = await store.patchFlag(
        project,
        flag.key,
        { archived: true },
        flag.revision ?? '',
        callerOf(request),
      );
      const message = `Flag "${flag.key}" is archived. It can be restored on the dashboard.`;
      return { body: { message, archivedAt: after.archivedAt }, headers: capabilities(request) };
    },
  ),
];

type ManifestRequest = RouteRequest<unknown, z.infer<typeof projectQuery>>;

/** A manifest knows no projects, so that its clients need not name one where there is no choice. */
async function projectOf(request: ManifestRequest): Promise<string> {
  const caller = callerOf(request);
  const named = request.query.project ?? caller.project;
  if (named !== null) {
    request.services.auth.authorize(caller, 'viewer', { project: named });
    return named;
  }
  const projects = await request.services.store.projects();
  const [only] = projects;
  if (projects.length === 1 && only !== undefined) return only;
  throw invalid('There are several projects: name one with ?project=.', 'project');
}

function capabilities(request: RouteRequest<unknown, unknown>): Readonly<Record<string, string>> {
  return { 'x-manifest-capabilities': callerOf(request).role === 'admin' ? 'read,write,delete' : 'read' };
}
