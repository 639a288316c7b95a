/** A really running embedded control plane: the shipped command line, a seed, a data folder of its own. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PlaneAccess } from './plane-client.ts';
import { startNode } from './processes.ts';
import { PROJECT, SEED } from './workspace.ts';

export interface RunningPlane extends PlaneAccess {
  readonly output: () => string;
  stop(): Promise<void>;
}

/** Starts `sluice serve` on a free port with the bookshop's flags. */
export async function startControlPlane(folder: string): Promise<RunningPlane> {
  const seed = join(folder, 'seed.json');
  writeFileSync(seed, JSON.stringify(SEED));
  const args = ['serve', '--port', '0', '--data', join(folder, 'plane'), '--project', PROJECT, '--seed', seed];
  const server = startNode([resolve('dist/cli.mjs'), ...args, '--format', 'json'], { env: { NO_COLOR: '1' } });
  const [line = ''] = await server.waitFor(/^\{.*\}$/m, 20_000);
  const { url, adminToken: token } = JSON.parse(line) as { readonly url: string; readonly adminToken: string };
  return { url, token, project: PROJECT, output: server.output, stop: () => server.stop() };
}

/** A token of a role, as an admin makes it. */
export async function createToken(plane: PlaneAccess, name: string, role: string): Promise<string> {
  const response = await fetch(`${plane.url}/api/v1/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${plane.token}` },
    body: JSON.stringify({ name, role }),
  });
  if (response.status !== 201) throw new Error(`no token: ${response.status} ${await response.text()}`);
  const { token } = (await response.json()) as { readonly token: string };
  return token;
}
