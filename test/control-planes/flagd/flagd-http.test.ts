/** A flagd definition behind a URL: what is asked, and what the web server may answer. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ControlPlane } from '../../../server/src/control-planes/control-plane.ts';
import { controlPlaneSchema, createControlPlane } from '../../../server/src/control-planes/registry.ts';
import { startDefinitionServer, type DefinitionServer } from '../../support/fakes/definition-server.ts';

let server: DefinitionServer;
afterEach(() => server.close());

const definition = (defaultVariant: string): string =>
  JSON.stringify({
    flags: { 'new-checkout': { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant } },
  });

async function start(options: Partial<Parameters<typeof startDefinitionServer>[0]> = {}): Promise<void> {
  server = await startDefinitionServer({ text: definition('off'), ...options });
}

function connect(config: object = {}, token: string | null = null): ControlPlane {
  const parsed = controlPlaneSchema.parse({ kind: 'flagd-http', url: `${server.url}/flags.json`, ...config });
  let time = Date.UTC(2026, 10, 23, 12);
  return createControlPlane(parsed, {
    configFile: '/shop/sluice.config.json',
    credentials: { tokenFor: () => token },
    now: () => (time += 60_000),
  });
}

describe('a definition behind a URL', () => {
  it('is read from exactly that address', async () => {
    await start();
    expect(await connect({ environment: 'live' }).readFlags()).toMatchObject({
      controlPlane: { kind: 'flagd-http', name: `flagd definition ${server.url}/flags.json` },
      environments: [{ key: 'live', critical: true }],
      complete: true,
      flags: [{ key: 'new-checkout', environments: { live: { serving: { kind: 'static', variant: 'off' } } } }],
    });
    await expect(connect({ url: `${server.url}/other.json` }).readFlags()).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each(['etag', 'last-modified'] as const)('is not sent again while it is the same (%s)', async (validator) => {
    await start({ validator });
    const plane = connect();
    const first = await plane.readFlags();
    const second = await plane.readFlags();
    expect(server.requests.map(({ status }) => status)).toEqual([200, 304]);
    expect([second.flags, second.revision]).toEqual([first.flags, first.revision]);
    expect(Date.parse(second.readAt)).toBeGreaterThan(Date.parse(first.readAt));
    server.publish(definition('on'));
    const third = await plane.readFlags();
    expect(third.flags[0]?.environments['production']?.serving).toEqual({ kind: 'static', variant: 'on' });
  });

  it('is sent again each time by a server that has no better way', async () => {
    await start({ validator: 'none' });
    const plane = connect();
    await plane.readFlags();
    server.publish(definition('on'));
    expect((await plane.readFlags()).flags[0]?.environments['production']?.serving).toMatchObject({ variant: 'on' });
  });

  it.each([
    ['Bearer secret-7', {}],
    ['Basic secret-7', { authScheme: 'Basic' }],
  ])('is asked for with "%s"', async (authorization, config) => {
    await start({ authorization });
    expect((await connect(config, 'secret-7').readFlags()).complete).toBe(true);
  });

  it('is asked for with no scheme that could be more than a word', async () => {
    await start();
    expect(() => connect({ authScheme: 'Bearer x\r\nx-evil: 1' })).toThrow('one word such as');
  });

  it.each([
    ['text/plain; charset=utf-8', (text: string) => text],
    ['application/octet-stream', (text: string) => `\uFEFF${text}`],
    ['application/json5', (text: string) => `// the flags of the shop\n${text}`],
  ])('may come as %s', async (type, write) => {
    await start();
    server.publish(write(definition('on')), type);
    expect((await connect().readFlags()).flags).toHaveLength(1);
  });

  it.each([
    ['text/html', '<title>Sign in</title>', 'it answered with a web page instead of what was asked for'],
    ['application/yaml', 'flags:\n  new-checkout: {}\n', 'it is YAML, and only JSON is read'],
    ['application/json', '{"flags": {"new-checkout"', 'it is not valid JSON (line 1, column'],
    ['application/json', '{"status": "ok"}', 'it has no "flags"; a flagd definition is'],
  ])('that is %s is refused: %s', async (type, text, reason) => {
    await start();
    server.publish(text, type);
    const error = { kind: 'format', message: expect.stringContaining(reason) };
    await expect(connect().readFlags()).rejects.toMatchObject(error);
  });

  it('with one flag that cannot be read is not complete', async () => {
    await start();
    server.publish('{"flags": {"new-checkout": {"state": "ENABLED", "variants": {"on": true}}, "broken": {}}}');
    expect(await connect().readFlags()).toMatchObject({
      complete: false,
      incompleteReason: expect.stringContaining('1 flag could not be read: broken'),
      flags: [{ key: 'new-checkout' }],
    });
  });

  it('can only be read, and says so before it is tried', async () => {
    await start();
    const plane = connect();
    const scope = { environment: 'production', datacenter: null, server: null };
    const change = {
      key: 'new-checkout',
      scope,
      serving: { kind: 'off' },
      expectedRevision: '1',
      reason: null,
    } as const;
    const reason = 'flagd definition behind a URL can only be read; change it where it is kept.';
    expect(plane.refusal?.(change)).toBe(`A ${reason}`);
    for (const refused of [plane.write(change), plane.rollback(change)])
      await expect(refused).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining(reason) });
    expect(server.requests).toEqual([]);
  });
});
