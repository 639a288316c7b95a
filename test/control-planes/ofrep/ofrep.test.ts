/** What OFREP's answers say of flags, and what they cannot say. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Flag, FlagSnapshot } from '../../../server/src/core/model.ts';
import type { ControlPlane } from '../../../server/src/control-planes/control-plane.ts';
import { controlPlaneSchema, createControlPlane } from '../../../server/src/control-planes/registry.ts';
import { startFakeOfrep, type FakeOfrep } from '../../support/fakes/ofrep.ts';

let server: FakeOfrep;
afterEach(() => server.close());

const onOff = { on: true, off: false };
const base = { state: 'ENABLED', variants: onOff, defaultVariant: 'off' };
const staffOnly = { if: [{ ends_with: [{ var: 'email' }, '@shop.example'] }, 'on'] };

async function start(
  flags: object,
  options: { token?: string; tellsDisabled?: boolean; metadata?: object } = {},
): Promise<void> {
  const { metadata = {}, ...rest } = options;
  server = await startFakeOfrep({ ...rest, definition: { flags, metadata } });
}

function connect(config: object = {}, token: string | null = null): ControlPlane {
  return createControlPlane(controlPlaneSchema.parse({ kind: 'ofrep', url: server.url, ...config }), {
    configFile: '/shop/sluice.config.json',
    credentials: { tokenFor: () => token },
    now: () => Date.UTC(2026, 10, 23, 12),
  });
}

function flagIn(snapshot: FlagSnapshot, key: string): Flag {
  return snapshot.flags.find((flag) => flag.key === key) ?? expect.fail(`no flag ${key}`);
}

describe('a reading', () => {
  it('asks once for the configured context, and says what it cannot know', async () => {
    await start({ 'new-checkout': base });
    const context = { targetingKey: 'mia', plan: 'free', age: 30 };
    const snapshot = await connect({ context }).readFlags();
    expect(server.requests.map(({ body }) => body)).toEqual([{ context }]);
    expect(snapshot).toMatchObject({
      controlPlane: { kind: 'ofrep', name: `OFREP at ${server.url}` },
      complete: false,
      incompleteReason: 'OFREP tells what one context gets (targetingKey "mia"), not which flags there are.',
      environments: [{ key: 'production', critical: true }],
    });
  });

  it('tells what is for everybody from what rules decide', async () => {
    await start({
      'new-checkout': { ...base, defaultVariant: 'on' },
      'beta-search': { ...base, targeting: staffOnly },
      recommendations: { ...base, targeting: { fractional: [['on', 1]] } },
    });
    const serving = async (key: string, context: object): Promise<unknown> =>
      flagIn(await connect({ context }).readFlags(), key).environments['production']?.serving;
    const [mia, staff] = [{ targetingKey: 'mia' }, { targetingKey: 'otto', email: 'otto@shop.example' }];
    const [on, off] = [
      { kind: 'static', variant: 'on' },
      { kind: 'static', variant: 'off' },
    ];
    expect(await serving('new-checkout', mia)).toEqual(on);
    expect(await serving('beta-search', mia)).toEqual({ kind: 'targeted', rules: 1, otherwise: off });
    expect(await serving('beta-search', staff)).toEqual({ kind: 'targeted', rules: 1, otherwise: on });
    expect(await serving('recommendations', mia)).toEqual({ kind: 'targeted', rules: 1, otherwise: on });
  });

  it('takes owners and the rest from the metadata, of the flag before those of the set', async () => {
    const metadata = { owner: 'team-checkout', purpose: 'kill-switch', constantSince: '2026-03-02' };
    await start(
      { 'stop-payments': { ...base, metadata } },
      { metadata: { owner: 'team-shop', lifetime: 'permanent' } },
    );
    const flag = flagIn(await connect().readFlags(), 'stop-payments');
    expect(flag).toMatchObject({ owner: 'team-checkout', purpose: 'kill-switch', permanent: true, kind: 'switch' });
    expect(flag.environments['production']?.constantSince).toBe('2026-03-02T00:00:00.000Z');
  });

  it('knows the types of values and the one variant it was told', async () => {
    await start({
      'page-size': { ...base, variants: { small: 20, large: 50 }, defaultVariant: 'large' },
      theme: { ...base, variants: { dark: { hue: 1 } }, defaultVariant: 'dark' },
      stopped: { ...base, variants: { yes: true, no: false }, defaultVariant: 'no' },
    });
    const { flags } = await connect().readFlags();
    expect(flags.map(({ key, kind, valueType, variants }) => ({ key, kind, valueType, variants }))).toEqual([
      { key: 'page-size', kind: 'variant', valueType: 'number', variants: [{ name: 'large', value: 50 }] },
      { key: 'theme', kind: 'variant', valueType: 'object', variants: [{ name: 'dark', value: { hue: 1 } }] },
      {
        key: 'stopped',
        kind: 'switch',
        valueType: 'boolean',
        variants: [
          { name: 'no', value: false },
          { name: 'on', value: true },
        ],
      },
    ]);
  });

  it('names what was left to the code or could not be evaluated, and does not guess', async () => {
    await start(
      {
        'new-checkout': base,
        gone: { ...base, state: 'DISABLED' },
        broken: { ...base, targeting: { if: [true, 'blue'] } },
      },
      { tellsDisabled: true },
    );
    const snapshot = await connect().readFlags();
    expect(snapshot.flags.map(({ key }) => key)).toEqual(['new-checkout']);
    expect(snapshot.incompleteReason).toContain('Left to the default in the code, and of unknown type: gone.');
    expect(snapshot.incompleteReason).toContain('1 flag could not be read: broken (GENERAL).');
  });

  it('keeps what it has where nothing changed, and says when it asked', async () => {
    await start({ 'new-checkout': base });
    const plane = connect();
    const first = await plane.readFlags();
    const second = await plane.readFlags();
    expect(server.requests[1]?.headers['if-none-match']).toMatch(/^"[0-9a-f]{16}"$/);
    expect(second.flags).toBe(first.flags);
    server.define({ flags: { 'new-checkout': { ...base, defaultVariant: 'on' } } });
    const third = await plane.readFlags();
    expect(flagIn(third, 'new-checkout').environments['production']?.serving).toEqual({
      kind: 'static',
      variant: 'on',
    });
  });

  it('sends the token in the header that was configured', async () => {
    await start({ 'new-checkout': base }, { token: 'key-7' });
    await connect({}, 'key-7').readFlags();
    await connect({ auth: 'api-key' }, 'key-7').readFlags();
    expect(server.requests.map(({ headers }) => [headers.authorization, headers['x-api-key']])).toEqual([
      ['Bearer key-7', undefined],
      [undefined, 'key-7'],
    ]);
  });

  it('passes on what the server says against the context', async () => {
    await start({});
    server.intercept((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end('{"errorCode":"TARGETING_KEY_MISSING","errorDetails":"Say who."}');
      return true;
    });
    await expect(connect().readFlags()).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('It says: TARGETING_KEY_MISSING: Say who.'),
    });
  });
});
