/** The adapter against the real embedded control plane. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSluice, type SluiceOptions } from '../../../server/src/control-planes/sluice/sluice.ts';
import type { ControlPlane, ControlPlaneError } from '../../../server/src/control-planes/control-plane.ts';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../../support/control-plane.ts';
import { sluiceSnapshot, startFaultServer } from '../../support/fault-server.ts';

const production = { environment: 'production', datacenter: null, server: null };

let plane: TestControlPlane;
beforeEach(async () => {
  plane = await startTestControlPlane({ seed: shopSeed });
});
afterEach(() => plane.close());

function connect(token: string, options: Partial<SluiceOptions> = {}): ControlPlane {
  return createSluice({
    baseUrl: new URL(`${plane.url}/`),
    project: 'shop',
    credentials: { tokenFor: () => token },
    ...options,
  });
}

async function revisionOf(controlPlane: ControlPlane, key: string): Promise<string> {
  const { flags } = await controlPlane.readFlags();
  return flags.find((flag) => flag.key === key)?.revision ?? expect.fail(`no flag ${key}`);
}

describe('reading', () => {
  it('gives all flags, their environments and where they came from', async () => {
    const at = Date.UTC(2026, 10, 23, 12);
    const snapshot = await connect(plane.viewerToken, { now: () => at }).readFlags();
    expect(snapshot).toMatchObject({
      controlPlane: { kind: 'sluice', name: `sluice at ${new URL(plane.url).origin}` },
      complete: true,
      incompleteReason: null,
      readAt: '2026-11-23T12:00:00.000Z',
    });
    expect(snapshot.flags.map(({ key }) => key).sort()).toEqual([
      'button-color',
      'new-checkout',
      'old-search',
      'recommendations',
      'stop-payments',
    ]);
    expect(snapshot.environments.filter(({ critical }) => critical).map(({ key }) => key)).toEqual(['production']);
    const recommendations = snapshot.flags.find(({ key }) => key === 'recommendations');
    expect(recommendations?.environments['production']?.serving.kind).toBe('fractional');
    expect(recommendations?.environments['production']?.scopes).toMatchObject([{ datacenter: 'iad', server: null }]);
  });

  it('counts configured environments as critical beside those that are', async () => {
    const snapshot = await connect(plane.viewerToken, { critical: ['staging'] }).readFlags();
    expect(snapshot.environments.map(({ key, critical }) => [key, critical]).sort()).toEqual([
      ['production', true],
      ['staging', true],
    ]);
  });

  it('says once that a configured environment does not exist', async () => {
    const warnings: string[] = [];
    const log = { debug: () => undefined, warn: (message: string) => warnings.push(message) };
    const controlPlane = connect(plane.operatorToken, { critical: ['prodution'], log });
    await controlPlane.readFlags();
    const flag = await controlPlane.write({
      key: 'stop-payments',
      scope: production,
      serving: { kind: 'static', variant: 'on' },
      expectedRevision: await revisionOf(controlPlane, 'stop-payments'),
      reason: null,
    });
    expect((await controlPlane.readFlags()).flags).toContainEqual(flag);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The configuration names the critical environment "prodution"; sluice at .* has .*production.*\. Did you mean "production"\?$/,
      ),
    ]);
  });

  it('reads an unchanged state as the same flags, read now', async () => {
    let at = Date.UTC(2026, 10, 23, 12);
    const controlPlane = connect(plane.viewerToken, { now: () => at });
    const first = await controlPlane.readFlags();
    at += 60_000;
    const second = await controlPlane.readFlags();
    expect(second).toEqual({ ...first, readAt: '2026-11-23T12:01:00.000Z' });
    // The very same objects: the control plane said that nothing changed.
    expect(second.flags).toBe(first.flags);
  });

  it('takes a new project without flags for what it is', async () => {
    const empty = await startTestControlPlane({ project: 'blog' });
    try {
      const controlPlane = createSluice({
        baseUrl: new URL(`${empty.url}/`),
        project: 'blog',
        credentials: { tokenFor: () => empty.viewerToken },
      });
      expect(await controlPlane.readFlags()).toMatchObject({ flags: [], complete: true });
    } finally {
      await empty.close();
    }
  });

  it.each([
    ['a wrong token', 'slc_wrong', 'shop', 'auth'],
    ['another project', null, 'blog', 'not-found'],
  ])('with %s is an error', async (_name, token, project, kind) => {
    const controlPlane = connect(token ?? plane.viewerToken, { project });
    await expect(controlPlane.readFlags()).rejects.toMatchObject({ kind });
  });

  it('leaves out flags it cannot understand, and says that the rest is not everything', async () => {
    const { flags } = await connect(plane.viewerToken).readFlags();
    const [known] = flags;
    const broken = [
      { ...known, key: 'from-the-future', kind: 'dimmer' },
      { ...known, key: 'half-open', environments: { production: serving([{ variant: 'on', share: 2_500 }]) } },
      {
        ...known,
        key: 'to-nobody',
        environments: { production: { ...serving([]), serving: { kind: 'static', variant: 'gone' } } },
      },
      { ...known, key: 'evil\u001B[31m\u202E', purpose: 'rollout' },
      known,
      null,
    ];
    const server = await startFaultServer({ body: sluiceSnapshot({ flags: [...flags, ...broken] }) });
    try {
      const warnings: string[] = [];
      const controlPlane = connect(plane.viewerToken, {
        baseUrl: new URL(server.url),
        log: { debug: () => undefined, warn: (message) => warnings.push(message) },
      });
      const snapshot = await controlPlane.readFlags();
      expect(snapshot.flags.map(({ key }) => key)).toEqual(flags.map(({ key }) => key));
      expect(snapshot.complete).toBe(false);
      expect(snapshot.incompleteReason).toMatch(
        /^6 flags could not be read: from-the-future \(kind: .*\), half-open \(.*10000\), to-nobody \(.*\) and 3 more\.$/,
      );
      expect(warnings).toEqual([`sluice at ${server.url}: ${snapshot.incompleteReason}`]);
    } finally {
      await server.close();
    }
  });

  it('lets no address into a flag that is not a web page', async () => {
    const { flags } = await connect(plane.viewerToken).readFlags();
    const server = await startFaultServer({
      body: sluiceSnapshot({ flags: [{ ...flags[0], url: 'command:sluice.flipSwitch' }] }),
    });
    try {
      const snapshot = await connect(plane.viewerToken, { baseUrl: new URL(server.url) }).readFlags();
      expect(snapshot.flags[0]?.url).toBe(`${server.url}/#/flag/${flags[0]?.key}`);
    } finally {
      await server.close();
    }
  });
});

describe('changing', () => {
  it('sets a valve in one datacenter and gives the flag as it is then', async () => {
    const controlPlane = connect(plane.operatorToken);
    const shares = [
      { variant: 'on', share: 1_250 },
      { variant: 'off', share: 8_750 },
    ];
    const flag = await controlPlane.write({
      key: 'recommendations',
      scope: { environment: 'production', datacenter: 'fra', server: null },
      serving: { kind: 'fractional', shares },
      expectedRevision: await revisionOf(controlPlane, 'recommendations'),
      reason: 'Trying fra first',
    });
    const scope = flag.environments['production']?.scopes.find(({ datacenter }) => datacenter === 'fra');
    expect(scope).toMatchObject({ serving: { kind: 'fractional', shares }, changedBy: 'operator' });
    const { flags } = await controlPlane.readFlags();
    expect(flags.find(({ key }) => key === 'recommendations')).toEqual(flag);
  });

  it('is refused when the flag has moved on, with the flag as it is now', async () => {
    const controlPlane = connect(plane.operatorToken);
    const expectedRevision = await revisionOf(controlPlane, 'new-checkout');
    const write = { key: 'new-checkout', scope: production, expectedRevision, reason: null };
    const newer = await controlPlane.write({ ...write, serving: { kind: 'static', variant: 'off' } });
    const late = controlPlane.write({ ...write, serving: { kind: 'off' } });
    await expect(late).rejects.toMatchObject({ kind: 'conflict', current: newer });
  });

  it('rolls the last change of a scope back', async () => {
    const controlPlane = connect(plane.operatorToken);
    const before = (await controlPlane.readFlags()).flags.find(({ key }) => key === 'new-checkout');
    const changed = await controlPlane.write({
      key: 'new-checkout',
      scope: production,
      serving: { kind: 'static', variant: 'off' },
      expectedRevision: before?.revision ?? '',
      reason: null,
    });
    const after = await controlPlane.rollback({
      key: 'new-checkout',
      scope: production,
      expectedRevision: changed.revision ?? '',
      reason: 'Errors went up',
    });
    expect(after.environments['production']?.serving).toEqual(before?.environments['production']?.serving);
  });

  it.each([
    ['the role is too small', 'viewer', 'new-checkout', production, { kind: 'static', variant: 'off' }, 'forbidden'],
    ['there is no such flag', 'operator', 'new-chekout', production, { kind: 'static', variant: 'off' }, 'not-found'],
    [
      'there is no such environment',
      'operator',
      'new-checkout',
      { ...production, environment: 'prod' },
      { kind: 'off' },
      'invalid',
    ],
    [
      'there is no such variant',
      'operator',
      'new-checkout',
      production,
      { kind: 'static', variant: 'blue' },
      'invalid',
    ],
  ] as const)('is refused when %s', async (_name, role, key, scope, serving, kind) => {
    const controlPlane = connect(role === 'viewer' ? plane.viewerToken : plane.operatorToken);
    const expectedRevision = await revisionOf(controlPlane, 'new-checkout');
    const error: ControlPlaneError = await controlPlane
      .write({ key, scope, serving, expectedRevision, reason: null })
      .then(
        () => expect.fail('it was accepted'),
        (reason) => reason,
      );
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(/^Could not change new-che(ck|k)out \(sluice at .*\): it .* It says: .*[.!]$/);
  });
});

describe('the dashboard', () => {
  it('is opened with a link that signs in once', async () => {
    const url = await connect(plane.viewerToken).dashboardUrl('new-checkout');
    expect(url).toMatch(new RegExp(`^${plane.url}/sign-in[?#].*code=`));
    expect(url).not.toContain(plane.viewerToken);
  });

  it('is opened plainly where no link is given, and the log says why', async () => {
    const warnings: string[] = [];
    const log = { debug: () => undefined, warn: (message: string) => warnings.push(message) };
    const url = await connect('slc_wrong', { log }).dashboardUrl('a/b c');
    expect(url).toBe(`${plane.url}/#/flag/a%2Fb%20c`);
    expect(warnings.join()).toContain('it does not accept the token (401)');
  });

  it.each([
    ['javascript:alert(1)', '/#/'],
    ['https://evil.test/sign-in?code=1', '/sign-in?code=1'],
    ['//evil.test/sign-in?code=1', '/sign-in?code=1'],
  ])('never leads elsewhere: %s', async (url, expected) => {
    const server = await startFaultServer({ body: { url, expiresAt: '2026-11-23T12:02:00Z' } });
    try {
      expect(await connect('x', { baseUrl: new URL(server.url) }).dashboardUrl(null)).toBe(`${server.url}${expected}`);
    } finally {
      await server.close();
    }
  });
});

function serving(shares: readonly { variant: string; share: number }[]): object {
  return { serving: { kind: 'fractional', shares }, scopes: [], observed: [] };
}
