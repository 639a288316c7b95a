import { describe, expect, onTestFinished, test } from 'vitest';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { cli, type CliOptions } from './run-cli.ts';
import { shop } from './shop.ts';

const now = () => new Date('2026-11-23T12:00:00Z');

async function open(): Promise<{
  plane: TestControlPlane;
  sluice: (line: string | readonly string[], options?: Partial<CliOptions>) => ReturnType<typeof cli>;
}> {
  const plane = await startTestControlPlane({ seed: shopSeed, now });
  onTestFinished(() => plane.close());
  const cwd = shop({ 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' });
  const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.operatorToken, SLUICE_CACHE_DIR: cwd };
  return { plane, sluice: (line, options = {}) => cli(line, { cwd, env, now: now().getTime(), ...options }) };
}

/** What the flag serves, by scope. */
async function serving(sluice: (line: string) => ReturnType<typeof cli>, key: string, scope: string): Promise<string> {
  const { stdout } = await sluice(`status ${key} --format json`);
  const scopes: { environment: string; datacenter: string | null; server: string | null; desired: string }[] =
    JSON.parse(stdout).flags[0].scopes;
  const found = scopes.find(
    ({ environment, datacenter, server }) => [environment, datacenter, server].filter(Boolean).join('/') === scope,
  );
  return found?.desired ?? 'nowhere';
}

test('a repository cannot take the typed key away from production', async () => {
  const { plane } = await open();
  const cwd = shop({
    'sluice.config.json':
      '{ "controlPlane": { "kind": "sluice", "project": "shop", "environments": { "critical": ["staging"] } } }',
  });
  const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.operatorToken, SLUICE_CACHE_DIR: cwd };
  const flip = (where: string) =>
    cli(`new-checkout --off -e ${where}`.split(' ').toSpliced(0, 0, 'flip'), { cwd, env, now: now().getTime() });
  for (const where of ['production', 'staging']) {
    const { code, stderr } = await flip(where);
    expect({ where, code, asks: stderr.includes('--yes') }).toEqual({ where, code: 2, asks: true });
  }
});

describe('flip', () => {
  test.each<{ line: string; scope: string; key: string; said: string; serves: string }>([
    {
      line: 'stop-payments --on -e staging',
      key: 'stop-payments',
      scope: 'staging',
      said: 'stop-payments in staging: off → on',
      serves: 'on',
    },
    {
      line: 'new-checkout --off -e production --yes',
      key: 'new-checkout',
      scope: 'production',
      said: 'new-checkout in production: on → off',
      serves: 'off',
    },
    {
      line: 'recommendations --to 12.5 -e production --yes',
      key: 'recommendations',
      scope: 'production',
      said: 'recommendations in production: 25 % → 12.5 %',
      serves: '12.5 %',
    },
    {
      line: 'recommendations --to 100% -e production --yes',
      key: 'recommendations',
      scope: 'production',
      said: 'recommendations in production: 25 % → 100 %',
      serves: '100 %',
    },
    {
      line: 'recommendations --to 1 -e production -d fra --yes',
      key: 'recommendations',
      scope: 'production/fra',
      said: 'recommendations in datacenter fra of production: 25 % → 1 %',
      serves: '1 %',
    },
    {
      line: 'recommendations --to 0.01 -e production -d fra -s fra-2 --yes',
      key: 'recommendations',
      scope: 'production/fra/fra-2',
      said: 'recommendations on server fra-2 (fra, production): 25 % → 0.01 %',
      serves: '0.01 %',
    },
    {
      line: 'new-checkout --on -e staging',
      key: 'new-checkout',
      scope: 'staging',
      said: 'new-checkout in staging: on already, nothing to change',
      serves: 'on',
    },
  ])('$line', async ({ line, key, scope, said, serves }) => {
    const { sluice } = await open();
    expect(await sluice(`flip ${line}`)).toEqual({ code: 0, stdout: `${said}\n`, stderr: '' });
    expect(await serving(sluice, key, scope)).toBe(serves);
  });

  test('says why in the audit log, once', async () => {
    const { plane, sluice } = await open();
    await sluice(['flip', 'stop-payments', '--on', '-e', 'staging', '--reason', 'the bank is down']);
    const response = await fetch(`${plane.url}/api/v1/projects/shop/flags/stop-payments/history`, {
      headers: { authorization: `Bearer ${plane.viewerToken}` },
    });
    const { entries } = (await response.json()) as {
      entries: { action: string; actor: string; reason: string | null }[];
    };
    expect(entries.filter(({ action }) => action === 'serving-changed')).toMatchObject([
      { actor: 'operator', reason: 'the bank is down' },
    ]);
  });

  describe('where real users are', () => {
    const line = 'flip new-checkout --off -e production';

    test('asks for the key', async () => {
      const { sluice } = await open();
      const { code, stderr } = await sluice(line, { answers: ['new-checkout'] });
      expect(code).toBe(0);
      expect(stderr).toBe('"new-checkout" in production, where real users are: on → off\nType the key to go on: ');
      expect(await serving(sluice, 'new-checkout', 'production')).toBe('off');
    });

    test.each([
      ['another word', ['yes'], 'that is not the key; nothing was changed'],
      ['nobody there', [], 'Real users are in production (on → off): type the key on a terminal, or give --yes.'],
    ])('%s: nothing is changed', async (_title, answers, message) => {
      const { sluice } = await open();
      const { code, stderr } = await sluice(line, { answers });
      expect(code).toBe(2);
      expect(stderr).toContain(message);
      expect(await serving(sluice, 'new-checkout', 'production')).toBe('on');
    });
  });

  test.each([
    ['flip new-checkout -e staging', 'Say what it shall be: one of --on, --off and --to PERCENT.'],
    ['flip new-checkout --on --off -e staging', 'Say what it shall be: one of --on, --off and --to PERCENT.'],
    ['flip recommendations --to 101 -e staging', '--to takes a percentage from 0 to 100 in steps of 0.01, not "101".'],
    ['flip recommendations --to 0.005 -e staging', 'not "0.005"'],
    ['flip recommendations --to half -e staging', 'not "half"'],
    ['flip new-checkout --to 5 -e staging', 'A switch is on or off and cannot serve 5 %: make the flag a valve.'],
    ['flip button-color --on -e production', 'This flag chooses among variants and has no share'],
    ['flip old-search --on -e staging', '"old-search" is archived. Restore it first.'],
    ['flip new-chekout --on -e staging', 'has no flag "new-chekout". Did you mean "new-checkout"?'],
    ['flip new-checkout --on', 'Say where: --environment staging|production.'],
    [
      'flip new-checkout --on -e stagin',
      'There is no environment "stagin": there are staging, production. Did you mean staging?',
    ],
    ['flip new-checkout --on -e staging -d iad', 'There is no datacenter "iad": there are fra.'],
    ['flip new-checkout --on -e staging -d fra -s fra-9', 'There is no server "fra-9": there are fra-1.'],
    ['flip new-checkout --on -e staging -s fra-1', 'A server is one of a datacenter: name that with --datacenter.'],
  ])('%s', async (line, message) => {
    const { sluice } = await open();
    const { code, stdout, stderr } = await sluice(line);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('a token that may only read: nothing is changed, and why', async () => {
    const { plane, sluice } = await open();
    const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.viewerToken };
    const { code, stderr } = await sluice('flip stop-payments --on -e staging', { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/role|operator|allow/);
    expect(stderr).not.toContain(plane.viewerToken);
    expect(await serving(sluice, 'stop-payments', 'staging')).toBe('off');
  });

  test.each(['flip stop-payments --on -e production', 'rollback new-checkout -e production'])(
    '%s with a token that may only read: said before anybody is asked to confirm it',
    async (line) => {
      const { plane, sluice } = await open();
      const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.viewerToken };
      const { code, stderr } = await sluice(line, { env, onAsk: () => Promise.reject(new Error('it asked')) });
      expect(code).toBe(2);
      expect(stderr).toContain('has the role viewer, which may only read: ask for one of an operator.');
    },
  );

  test('somebody was faster: refused, with what it serves now', async () => {
    const { sluice } = await open();
    const { code, stderr } = await sluice('flip recommendations --to 30 -e production', {
      // While the person types, somebody else changes the flag.
      onAsk: async () => {
        await sluice('flip recommendations --to 40 -e production --yes');
        return 'recommendations';
      },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('Now "recommendations" serves 40 % in production.');
    expect(await serving(sluice, 'recommendations', 'production')).toBe('40 %');
  });
});

describe('rollback', () => {
  test('restores what was served before, and again what came after', async () => {
    const { sluice } = await open();
    await sluice('flip recommendations --to 50 -e production --yes');
    const line = 'rollback recommendations -e production --yes';
    expect((await sluice(line)).stdout).toBe('recommendations in production: 50 % → 25 % (rolled back)\n');
    expect((await sluice(line)).stdout).toBe('recommendations in production: 25 % → 50 % (rolled back)\n');
  });

  test('of a definition file: said before anybody is asked to confirm it', async () => {
    const definition = {
      flags: { 'new-checkout': { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on' } },
    };
    const cwd = shop({
      'sluice.config.json': '{ "controlPlane": { "kind": "flagd-file", "path": "shop.flagd.json" } }',
      'shop.flagd.json': JSON.stringify(definition),
    });
    const onAsk = () => Promise.reject(new Error('it asked'));
    const { code, stderr } = await cli('rollback new-checkout -e production', { cwd, env: {}, now: 0, onAsk });
    expect(code).toBe(2);
    expect(stderr).toContain('flagd file shop.flagd.json cannot roll back');
  });

  test('nothing to roll back: exit 2 and a sentence', async () => {
    const { sluice } = await open();
    const { code, stdout, stderr } = await sluice('rollback stop-payments -e staging');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^sluice: /);
  });
});

describe('snapshot', () => {
  test('what it writes is what --state reads', async () => {
    const { sluice } = await open();
    expect(await sluice('snapshot --output now.json')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'sluice: 5 flags written to now.json\n',
    });
    const live = JSON.parse((await sluice('check --format json')).stdout);
    const given = JSON.parse((await sluice('check --state now.json --format json')).stdout);
    expect(given.findings).toEqual(live.findings);
    expect(given.findings.length).toBeGreaterThan(0);
  });

  test('an unreachable control plane: nothing is written', async () => {
    const { plane, sluice } = await open();
    await plane.close();
    const { code, stdout, stderr } = await sluice('snapshot');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(plane.url);
  });
});
