/** The official OFREP web provider, with real fetch and a real EventSource: told of changes, not polling. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { off } from '../client.ts';
import { sdkToken, setServing, startShop } from './servers.ts';

it('the web provider follows changes of its scope by the event stream', async () => {
  const plane = await startShop();
  const { token } = await sdkToken(plane);
  const script = fileURLToPath(new URL('web-client.ts', import.meta.url));
  const options = ['--experimental-eventsource', '--no-warnings', script, plane.url, token];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));

  expect(await next()).toMatchObject({ value: true, reason: 'STATIC' });
  await expect.poll(() => plane.evaluation.streams().events).toBe(1);
  await setServing(plane, 'new-checkout', off, { datacenter: 'iad' });
  await setServing(plane, 'new-checkout', off, { datacenter: 'fra' });
  expect(await next()).toMatchObject({ value: false, variant: 'off' });
  await setServing(plane, 'new-checkout', { kind: 'off' }, { datacenter: 'fra', server: 'fra-1' });
  expect(await next()).toMatchObject({ value: false, reason: 'DISABLED' });
  expect(await plane.evaluation.fleet.describe('shop')).toMatchObject([
    { server: 'fra-1', connected: true, state: 'current' },
  ]);
});
