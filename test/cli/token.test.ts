/** Tokens of a real control plane, by the command line. */
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { cli } from './run-cli.ts';
import { shop } from './shop.ts';

const now = Date.parse('2026-11-01T09:00:00Z');
let plane: TestControlPlane;
let cwd = '';
beforeEach(async () => {
  plane = await startTestControlPlane({ seed: shopSeed, now: () => new Date(now) });
  onTestFinished(() => plane.close());
  cwd = shop({ 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' });
});

const sluice = (line: string, token = plane.adminToken) =>
  cli(line, { cwd, now, env: { SLUICE_URL: plane.url, SLUICE_TOKEN: token, SLUICE_CACHE_DIR: cwd } });
const statusOf = async (token: string) =>
  (await fetch(`${plane.url}/api/v1/session`, { headers: { authorization: `Bearer ${token.trim()}` } })).status;
const named = async (name: string) => (await plane.store.tokens()).find((token) => token.name === name);

describe('sluice token', () => {
  test('makes a token and writes nothing but its secret to stdout', async () => {
    const made = await sluice('token create --name mia --role viewer --roles staging=operator --expires 90d');
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sluice_v_[\w-]{43}\n$/) });
    expect(made.stderr).toContain('shown only this once. It expires at 2027-01-30T09:00:00.000Z.');
    expect(made.stderr).not.toContain(made.stdout.trim());
    expect(await statusOf(made.stdout)).toBe(200);
    expect(await named('mia')).toMatchObject({
      role: 'viewer',
      project: null,
      environmentRoles: { staging: 'operator' },
      expiresAt: '2027-01-30T09:00:00.000Z',
    });
  });

  test("makes an application's token for the configured project", async () => {
    const made = await sluice('token create --name web --role sdk -e production -d fra -s fra-1 --format json');
    expect(JSON.parse(made.stdout)).toMatchObject({
      name: 'web',
      role: 'sdk',
      token: expect.stringMatching(/^sluice_s_/),
    });
    expect(await named('web')).toMatchObject({
      project: 'shop',
      environment: 'production',
      datacenter: 'fra',
      server: 'fra-1',
    });
  });

  test('lists them without secrets', async () => {
    await sluice('token create --name ci --role viewer --project shop --expires 2026-12-01');
    const { code, stdout } = await sluice('token list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ID +NAME +ROLE +FOR +LAST USED +STATE\n/);
    expect(stdout).toMatch(/tok_\S+ +ci +viewer +shop +never +works until 2026-12-01 00:00/);
    expect(stdout).toContain('4 tokens, 4 of them working');
    const { tokens } = JSON.parse((await sluice('token list -f json')).stdout) as { tokens: { name: string }[] };
    expect(tokens.map(({ name }) => name).sort()).toEqual(['admin', 'ci', 'operator', 'viewer']);
  });

  test.each([
    ['', 401],
    [' --grace 1h', 200],
  ])('rotates one: with "%s" the former secret answers %d', async (grace, status) => {
    const viewer = await named('viewer');
    const { code, stdout } = await sluice(`token rotate ${viewer?.id}${grace}`);
    expect([code, await statusOf(stdout), await statusOf(plane.viewerToken)]).toEqual([0, 200, status]);
  });

  test('revokes one', async () => {
    const viewer = await named('viewer');
    const { code, stdout } = await sluice(`token revoke ${viewer?.id}`);
    expect([code, stdout, await statusOf(plane.viewerToken)]).toEqual([0, `${viewer?.id} is revoked.\n`, 401]);
    expect((await sluice('token list')).stdout).toMatch(/viewer +viewer +all projects +never +revoked 2026-11-01/);
  });

  test('says what it lacks the role for', async () => {
    const { code, stdout, stderr } = await sluice('token list', plane.operatorToken);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Could not list the tokens');
    expect(stderr).toContain('This needs the role admin; you have operator.');
  });

  test.each([
    ['token', '`sluice token` needs what to do (list, create, rotate or revoke) and an id.'],
    ['token delete tok_1', 'What to do is one of list, create, rotate, revoke, not "delete".'],
    ['token constructor', 'not "constructor"'],
    ['token revoke', 'Name the token: sluice token revoke ID'],
    ['token list tok_1', '"token list" takes no id; "tok_1" is one too many.'],
    ['token list --grace 5', '--grace has no meaning for "token list".'],
    ['token create --name mia', 'A token needs --name and --role.'],
    ['token create --name mia --role root', '--role is one of viewer, operator, admin, sdk, not "root".'],
    ['token create --name mia --role viewer --expires soon', '--expires takes a time such as 2027-02-01'],
    ['token create --name mia --role viewer --roles staging', '--roles takes ENVIRONMENT=ROLE'],
    ['token create --name mia --role viewer --roles a=viewer,a=admin', 'each environment once'],
    ['token rotate tok_1 --grace long', '--grace takes seconds, or a duration such as 12h or 7d, not "long".'],
    ['token rotate tok_1 --grace 8d', 'graceSeconds'],
    ['token rotate tok_1', 'There is no token "tok_1".'],
    ['token create --name mia --role sdk', 'A token for applications names its project and its environment.'],
  ])('%s', async (line, message) => {
    const { code, stdout, stderr } = await sluice(line);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect((await plane.store.tokens()).length).toBe(3);
  });
});
