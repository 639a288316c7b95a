/** The authorization matrix, and the OpenAPI document against the server's own routes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as answers from '../../server/src/embedded/answers.ts';
import { openApiDocument } from '../../server/src/embedded/openapi.ts';
import { routes } from '../../server/src/embedded/routes/registry.ts';
import { createServer } from '../../server/src/embedded/server.ts';
import { createEvaluation } from '../../server/src/embedded/evaluation/evaluation.ts';
import { silentLog } from '../../server/src/embedded/log.ts';
import { openStore } from '../../server/src/embedded/store/open-store.ts';

import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { call, errorOf } from './client.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane({ seed: shopSeed });
});
afterAll(() => plane.close());

/** What each route needs, written down again here so that a slip in the routes shows. `-`: nothing. */
const matrix = `
GET    /healthz                                              -
GET    /api/v1                                               -
GET    /api/v1/openapi.json                                  -
GET    /sign-in                                              -
POST   /sign-in                                              -
POST   /sign-out                                             -
GET    /api/v1/session                                       viewer
GET    /api/v1/projects                                      viewer
GET    /api/v1/projects/{project}/snapshot                   viewer
GET    /api/v1/projects/{project}/fleet                      viewer
GET    /api/v1/projects/{project}/flags/{key}                viewer
GET    /api/v1/projects/{project}/flags/{key}/history        viewer
GET    /api/v1/projects/{project}/audit                      viewer
GET    /api/v1/projects/{project}/events                     viewer
POST   /api/v1/sign-in-links                                 viewer
GET    /api/v1/projects/{project}/export                     viewer
GET    /openfeature/v0/manifest                              viewer
GET    /api/v1/projects/{project}/change-requests            viewer
POST   /api/v1/projects/{project}/change-requests            operator
POST   /api/v1/projects/{project}/change-requests/{id}/approve operator
POST   /api/v1/projects/{project}/change-requests/{id}/reject operator
POST   /api/v1/projects/{project}/change-requests/{id}/withdraw operator
POST   /api/v1/projects/{project}/undo                       operator
PUT    /api/v1/projects/{project}/flags/{key}/serving        operator
POST   /api/v1/projects/{project}/flags/{key}/rollback       operator
PUT    /api/v1/projects/{project}                            admin
PUT    /api/v1/projects/{project}/environments/{environment} admin
POST   /api/v1/projects/{project}/flags                      admin
PATCH  /api/v1/projects/{project}/flags/{key}                admin
GET    /api/v1/tokens                                        admin
POST   /api/v1/tokens                                        admin
DELETE /api/v1/tokens/{id}                                   admin
POST   /api/v1/tokens/{id}/rotate                            admin
POST   /api/v1/projects/{project}/import                     admin
POST   /openfeature/v0/manifest/flags                        admin
PUT    /openfeature/v0/manifest/flags/{key}                  admin
DELETE /openfeature/v0/manifest/flags/{key}                  admin
`
  .trim()
  .split('\n')
  .map((text) => text.split(/ +/) as [method: string, path: string, role: string]);

const ranks = ['viewer', 'operator', 'admin'];

interface Operation {
  /** Of our own routes that need a token. */
  readonly 'x-role'?: string;
  readonly responses: Record<string, { readonly headers?: Record<string, unknown> } | undefined>;
}

describe('authorization', () => {
  it('knows every route', () => {
    const written = matrix.map(([method, path]) => `${method} ${path}`).sort();
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(written);
  });

  const cases = matrix.flatMap(([method, path, role]) => [
    { method, path, role, as: 'nobody' },
    { method, path, role, as: 'a wrong token' },
    ...ranks.map((as) => ({ method, path, role, as })),
  ]);
  it.each(cases)('$method $path as $as (needs $role)', async ({ method, path, role, as }) => {
    const tokens: Record<string, string | null> = {
      nobody: null,
      'a wrong token': 'sluice_a_wrong',
      viewer: plane.viewerToken,
      operator: plane.operatorToken,
      admin: plane.adminToken,
    };
    // An unknown project, flag or token, so that nothing is changed and an allowed call ends in 404 or 422 at the latest.
    const url = path.replace(/\{(project|key|id|environment)\}/g, '~');
    const { status } = await call(plane, url, {
      method,
      token: tokens[as] ?? null,
      ...(method === 'GET' ? {} : { body: {} }),
    });
    const isAllowed = role === '-' || ranks.indexOf(as) >= ranks.indexOf(role);
    const isKnown = ranks.includes(as);
    if (isAllowed) expect([200, 204, 400, 404, 422, 428]).toContain(status);
    else expect(status).toBe(isKnown ? 403 : 401);
  });

  it('says which role is missing, and how to sign in', async () => {
    const refused = await call(plane, '/api/v1/tokens', { token: plane.operatorToken });
    expect(errorOf(refused)).toEqual({
      code: 'forbidden',
      message: 'This needs the role admin; you have operator.',
      status: 403,
    });
    const unknown = await call(plane, '/api/v1/tokens', { token: null });
    expect(unknown.headers.get('www-authenticate')).toBe('Bearer');
    expect(errorOf(unknown).message).toContain('sign-in link');
  });
});

/** fastify prints its routes as a tree: four columns a level, the methods in parentheses. */
function readTree(tree: string): string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    parents.length = indent.length / 4;
    parents.push(part);
    return methods.split(', ').flatMap((method) => (method === '' ? [] : [`${method} ${parents.join('')}`]));
  });
}

describe('the OpenAPI document', () => {
  it('holds each route of the server and no other', async () => {
    const store = await openStore({ dataDir: ':memory:' });
    const evaluation = await createEvaluation({ store, log: silentLog, headers: {}, isShared: false });
    const { app, close } = createServer({ store, evaluation, log: silentLog, assets: new Map() });
    await app.ready();
    const registered = readTree(app.printRoutes({ commonPrefix: false }));
    await close();
    await evaluation.close();
    await store.close();
    const document = openApiDocument(routes) as { paths: Record<string, Record<string, unknown>> };
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const files = ['GET /sign-in.css', 'GET /sign-in.js'];
    // For clients that leave the slashes of a key as they are.
    const again = ['POST /ofrep/v1/evaluate/flags/:key*'];
    expect(registered.sort()).toEqual([...documented, ...files, ...again].sort());
  });

  it('is served, and every reference in it leads somewhere', async () => {
    const { body } = await call(plane, '/api/v1/openapi.json', { token: null });
    const { components } = body as { components: { schemas: Record<string, unknown> } };
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((name) => !(name && name in components.schemas))).toEqual([]);
  });

  it('says of each route that needs a token that it is limited, and when to come back', async () => {
    const { body } = await call(plane, '/api/v1/openapi.json', { token: null });
    const { paths } = body as { paths: Record<string, Record<string, Operation>> };
    const limited = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .filter((operation) => operation['x-role'] !== undefined);
    expect(limited.length).toBeGreaterThan(20);
    expect(limited.filter(({ responses }) => !responses['429']?.headers?.['Retry-After'])).toEqual([]);
  });

  it.each<[string, z.ZodType]>([
    ['/api/v1', answers.product],
    ['/api/v1/session', answers.session],
    ['/api/v1/projects', answers.projects],
    ['/api/v1/projects/shop/snapshot', answers.snapshot],
    ['/api/v1/projects/shop/flags/recommendations', answers.flag],
    ['/api/v1/projects/shop/flags/recommendations/history', answers.auditEntries],
    ['/api/v1/projects/shop/audit', answers.auditEntries],
    ['/api/v1/tokens', answers.tokens],
    ['/api/v1/projects/toys/snapshot', answers.errorAnswer],
  ])('describes what %s answers', async (path, schema) => {
    const { body } = await call(plane, path);
    expect(z.prettifyError(schema.safeParse(body).error ?? new z.ZodError([]))).toBe('');
  });
});
