/** A control plane that serves one snapshot over the embedded one's API, and nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { FlagSnapshot } from '../../server/src/core/model.ts';

/** Its address, until the test ends. An incomplete snapshot has a flag that nobody can read. */
export async function serveSnapshot({ environments, flags, complete }: FlagSnapshot): Promise<string> {
  const revision = '17';
  const body = JSON.stringify({
    product: 'sluice',
    apiVersion: 1,
    project: 'shop',
    revision,
    environments,
    flags: complete ? flags : [...flags, { key: 'not-usable' }],
  });
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: hello\ndata: ${JSON.stringify({ revision })}\n\n`);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(request.url?.endsWith('/snapshot') ? body : JSON.stringify({ role: 'viewer' }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
