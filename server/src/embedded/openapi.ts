/** The OpenAPI 3.1 document, from the routes and the schemas they use. */
import { z } from 'zod';
import * as answers from './answers.ts';
import { errorStatus, type ErrorCode } from './errors.ts';
import { ofrepOperations } from './evaluation/ofrep/paths.ts';
import type { Route } from './routes/route.ts';
import { components } from './shapes.ts';

type Json = Record<string, unknown>;

/** @example openApiDocument(routes).paths['/healthz'].get.summary */
export function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const operations = (paths[route.path] ??= {});
    operations[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice embedded control plane',
      version: '1',
      description: 'Flags, what they serve in each environment, datacenter and server, and who changed that.',
    },
    paths: { ...paths, ...ofrepOperations },
    components: {
      schemas: schemas(),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function schemas(): Json {
  const { schemas: all } = z.toJSONSchema(components, { io: 'input', uri: refTo, unrepresentable: 'any' });
  return Object.fromEntries(
    Object.entries(all).map(([id, schema]) => {
      const { $schema: _, $id: __, ...rest } = schema as Json;
      return [id, rest];
    }),
  );
}

const retryAfter: Json = {
  'Retry-After': {
    description: 'Seconds to wait before it may be tried again',
    schema: { type: 'integer', minimum: 1 },
  },
};

function operation(route: Route): Json {
  const codes: readonly ErrorCode[] = [
    ...(route.role === null ? [] : (['unauthenticated', 'rate-limited'] as const)),
    'forbidden',
    ...(route.errors ?? []),
    ...(route.body ? (['payload-too-large'] as const) : []),
    'internal',
  ];
  const responses: Json = {};
  for (const [status, schema] of Object.entries(route.answers)) responses[status] = answer(route, status, schema);
  for (const code of new Set(codes)) {
    const status = code === 'invalid' ? (route.invalidStatus ?? errorStatus.invalid) : errorStatus[code];
    responses[status] = {
      description: code,
      ...(code === 'rate-limited' ? { headers: retryAfter } : {}),
      ...content('application/json', reference(answers.errorAnswer)),
    };
  }
  return {
    summary: route.summary,
    operationId: operationId(route),
    ...(route.role === null ? { security: [] } : { security: [{ token: [] }], 'x-role': route.role }),
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(route.body ? { requestBody: { required: true, ...content('application/json', reference(route.body)) } } : {}),
    responses,
  };
}

function answer(route: Route, status: string, schema: z.ZodType | null): Json {
  if (status === '304') return { description: 'Not modified' };
  if (schema !== null) return { description: 'OK', ...content('application/json', reference(schema)) };
  return route.mediaType === undefined
    ? { description: 'Done' }
    : { description: 'OK', ...content(route.mediaType, { type: 'string' }) };
}

function pathParameters(route: Route): readonly Json[] {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(route: Route): readonly Json[] {
  if (!route.query) return [];
  const { properties = {}, required = [] } = inline(route.query) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function headerParameters(route: Route): readonly Json[] {
  const schema = { type: 'string' };
  const names = [
    ...(route.ifMatch ? [{ name: 'If-Match', required: true }] : []),
    ...(route.once ? [{ name: 'Idempotency-Key', required: false }] : []),
    ...(304 in route.answers ? [{ name: 'If-None-Match', required: false }] : []),
    ...(route.mediaType === 'text/event-stream' ? [{ name: 'Last-Event-ID', required: false }] : []),
  ];
  return names.map((header) => ({ ...header, in: 'header', schema }));
}

function reference(schema: z.ZodType): Json {
  const id = components.get(schema)?.id;
  return id === undefined ? inline(schema) : { $ref: refTo(id) };
}

function inline(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return rest;
}

function content(mediaType: string, schema: Json): Json {
  return { content: { [mediaType]: { schema } } };
}

function refTo(id: string): string {
  return `#/components/schemas/${id}`;
}

function operationId(route: Route): string {
  const words = route.path
    .replace('/api/v1', '')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '');
  return [route.method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}
