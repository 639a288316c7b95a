/** Where a token may go. Every row is a way in which somebody tried to have it sent elsewhere. */
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../server/src/config/configuration-error.ts';
import { boundCredentials, environmentCredentials } from '../../server/src/control-planes/credentials.ts';
import { createSluice } from '../../server/src/control-planes/sluice/sluice.ts';
import { sluiceSnapshot, startFaultServer, type FaultServer } from '../support/fault-server.ts';

const token = 'slc_canary-7f3a91';
const bound = 'https://flags.example.com';

const hostile: readonly [why: string, url: string, isSent: boolean][] = [
  ['the origin itself', 'https://flags.example.com/api/v1', true],
  ['its default port, spelled out', 'https://flags.example.com:443/api', true],
  ['another case of scheme and host', 'HTTPS://FLAGS.Example.COM/api', true],
  ['tabs and line breaks that the parser removes', 'https://flags.exa\tmple.com/\n', true],
  ['backslashes: the authority ends at the first one', 'https:\\\\flags.example.com\\@evil.test/', true],
  ['another host', 'https://evil.test/', false],
  ['the origin as user name', 'https://flags.example.com@evil.test/', false],
  ['the origin and port as user name and password', 'https://flags.example.com:443@evil.test/', false],
  ['the origin as percent-encoded user name', 'https://flags.example.com%40evil.test/', false],
  ['a user name in front of the origin', 'https://someone@flags.example.com/', false],
  ['a password in front of the origin', 'https://a:b@flags.example.com/', false],
  ['the origin as subdomain of another', 'https://flags.example.com.evil.test/', false],
  ['a subdomain of the origin', 'https://api.flags.example.com/', false],
  ['a sibling', 'https://example.com/', false],
  ['a longer name that ends alike', 'https://evil-flags.example.com/', false],
  ['another port', 'https://flags.example.com:8443/', false],
  ['a trailing dot, which is another name for DNS', 'https://flags.example.com./', false],
  ['plain http', 'http://flags.example.com/', false],
  ['plain http on the port of https', 'http://flags.example.com:443/', false],
  ['the origin in the path', 'https://evil.test/https://flags.example.com/', false],
  ['the origin in the fragment', 'https://evil.test/#https://flags.example.com', false],
  ['a backslash before the real host', 'https://evil.test\\@flags.example.com/', false],
  ['a look-alike letter', 'https://flags.exаmple.com/', false],
  ['a full-width dot is a dot', 'https://flags。example.com/', true],
  ['an address with a zone', 'https://[fe80::1%25flags.example.com]/', false],
  ['another scheme', 'ftp://flags.example.com/', false],
  ['a scheme without origin', 'blob:https://flags.example.com/1', false],
  ['a file', 'file://flags.example.com/etc/passwd', false],
  ['no URL', 'flags.example.com', false],
  ['nothing', '', false],
];

describe('a token bound to https://flags.example.com', () => {
  it.each(hostile)('and %s: %j', (_why, url, isSent) => {
    const environment = environmentCredentials({ SLUICE_TOKEN: token, SLUICE_URL: `${bound}/` });
    expect(environment.tokenFor(url)).toBe(isSent ? token : null);
    expect(boundCredentials({ origin: bound, token }).tokenFor(url)).toBe(isSent ? token : null);
  });

  it('explains itself where it is not sent', () => {
    const environment = environmentCredentials({ SLUICE_TOKEN: token, SLUICE_URL: bound });
    expect(environment.adviceFor?.('https://evil.test/x')).toBe(
      'SLUICE_TOKEN is for https://flags.example.com, the origin of SLUICE_URL, and is not sent to https://evil.test.',
    );
  });
});

const withoutUrl: readonly [why: string, url: string, isSent: boolean][] = [
  ['this machine', 'http://127.0.0.1:4650/', true],
  ['this machine in short', 'http://127.1:4650/', true],
  ['this machine as a number', 'http://2130706433/', true],
  ['this machine, IPv6', 'http://[::1]:4650/', true],
  ['this machine, IPv6 in full', 'http://[0:0:0:0:0:0:0:1]:4650/', true],
  ['localhost', 'http://localhost:4650/', true],
  ['localhost over TLS', 'https://LOCALHOST:4650/', true],
  ['localhost with a dot, which DNS may answer', 'http://localhost.:4650/', false],
  ['a subdomain of localhost, which DNS may answer', 'http://flags.localhost:4650/', false],
  ['a host that begins like this machine', 'http://127.0.0.1.evil.test/', false],
  ['a host named after localhost', 'http://localhost.evil.test/', false],
  ['localhost as user name', 'http://localhost@evil.test/', false],
  ['a user name on localhost', 'http://x@localhost:4650/', false],
  ['every address', 'http://0.0.0.0:4650/', false],
  ['IPv4 in IPv6', 'http://[::ffff:127.0.0.1]:4650/', false],
  ['the network', 'http://192.168.1.10:4650/', false],
  ['the internet', 'https://flags.example.com/', false],
];

describe('a token without SLUICE_URL', () => {
  it.each(withoutUrl)('and %s: %j', (_why, url, isSent) => {
    expect(environmentCredentials({ SLUICE_TOKEN: token }).tokenFor(url)).toBe(isSent ? token : null);
  });

  it('says how to have it sent to another machine', () => {
    const advice = environmentCredentials({ SLUICE_TOKEN: token }).adviceFor?.('https://flags.example.com/api');
    expect(advice).toContain('If https://flags.example.com is right, set SLUICE_URL=https://flags.example.com.');
  });

  it('is not there: says how to set it', () => {
    const credentials = environmentCredentials({ SLUICE_TOKEN: '  ' });
    expect(credentials.tokenFor('http://127.0.0.1/')).toBeNull();
    expect(credentials.adviceFor?.('http://127.0.0.1/')).toBe('Set SLUICE_TOKEN to a token of this control plane.');
  });
});

describe('what cannot be used is refused without being shown', () => {
  it.each([
    [{ SLUICE_TOKEN: `${token}\nx` }, 'SLUICE_TOKEN holds characters that no token has'],
    [{ SLUICE_TOKEN: `${token} ü` }, 'SLUICE_TOKEN holds characters that no token has'],
    [{ SLUICE_TOKEN: token, SLUICE_URL: 'flags.example.com' }, 'SLUICE_URL cannot be used: it is not an http(s) URL'],
    [
      { SLUICE_TOKEN: token, SLUICE_URL: `https://me:${token}@flags.example.com` },
      'it holds a user name or a password',
    ],
    [{ SLUICE_TOKEN: token, SLUICE_URL: `https://flags.example.com/?token=${token}` }, 'it holds a "?" or "#"'],
  ])('%#', (env, sentence) => {
    const create = (): unknown => environmentCredentials(env);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(sentence);
    expect(create).not.toThrow(new RegExp(token));
  });
});

describe('on the wire', () => {
  const servers: FaultServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const start = async (...fault: Parameters<typeof startFaultServer>): Promise<FaultServer> => {
    const server = await startFaultServer(...fault);
    servers.push(server);
    return server;
  };

  const sluiceAt = (url: string, env: NodeJS.ProcessEnv): ReturnType<typeof createSluice> =>
    createSluice({ baseUrl: new URL(`${url}/`), project: 'shop', credentials: environmentCredentials(env) });

  it('the token goes to its origin, in the header only', async () => {
    const server = await start({ body: sluiceSnapshot() });
    await sluiceAt(server.url, { SLUICE_TOKEN: token, SLUICE_URL: server.url }).readFlags();
    const [request] = server.requests;
    expect(request?.headers.authorization).toBe(`Bearer ${token}`);
    expect(request?.url).not.toContain(token);
  });

  it.each([301, 302, 303, 307, 308])(
    'a redirect (%i) to another origin is not followed, with or without the token',
    async (status) => {
      const sink = await start({ body: sluiceSnapshot() });
      const server = await start({ status, headers: { location: `${sink.url}/api/v1/projects/shop/snapshot` } });
      const controlPlane = sluiceAt(server.url, { SLUICE_TOKEN: token, SLUICE_URL: server.url });
      await expect(controlPlane.readFlags()).rejects.toMatchObject({ kind: 'format' });
      await expect(
        controlPlane.rollback({
          key: 'new-checkout',
          scope: { environment: 'production', datacenter: null, server: null },
          expectedRevision: '17',
          reason: null,
        }),
      ).rejects.toMatchObject({ kind: 'format' });
      expect(sink.requests).toEqual([]);
    },
  );

  it('a control plane that the repository names gets no token of another one, and the error says why', async () => {
    const sink = await start({ status: 401 });
    const error = sluiceAt(sink.url, { SLUICE_TOKEN: token, SLUICE_URL: bound }).readFlags();
    await expect(error).rejects.toThrow(`it asks for a token, and none was sent (401). SLUICE_TOKEN is for ${bound}`);
    expect(JSON.stringify(sink.requests)).not.toContain(token);
  });

  it('a token that a header cannot hold is not sent, nor shown', async () => {
    const server = await start({ status: 401 });
    const controlPlane = createSluice({
      baseUrl: new URL(server.url),
      project: 'shop',
      credentials: { tokenFor: () => `${token}\r\nx: y` },
    });
    await expect(controlPlane.readFlags()).rejects.toThrow('none was sent (401)');
    expect(JSON.stringify(server.requests)).not.toContain(token);
  });
});
