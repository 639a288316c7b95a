/** What the server is, and whether it is well. */
import { z } from 'zod';
import * as answers from '../answers.ts';
import { defineRoute, type Route } from './route.ts';

export const serviceRoutes: readonly Route[] = [
  defineRoute(
    {
      method: 'GET',
      path: '/healthz',
      role: null,
      summary: 'Whether the server is up',
      answers: { 200: answers.health },
    },
    () => ({ body: { status: 'ok' } }),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/v1',
      role: null,
      summary: 'How a client knows that it talks to the right kind of server',
      answers: { 200: answers.product },
    },
    () => ({ body: { product: 'sluice', apiVersion: 1 } }),
  ),
];

/** The document is made from the routes, this one among them, so it is handed in. */
export function openApiRoute(document: () => unknown): Route {
  return defineRoute(
    {
      method: 'GET',
      path: '/api/v1/openapi.json',
      role: null,
      summary: 'This document',
      answers: { 200: z.unknown() },
    },
    () => ({ body: document() }),
  );
}
