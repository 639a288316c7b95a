/** HTTPS by a key and a certificate. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { FlagdProvider } from '@openfeature/flagd-provider';
import { expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../server/src/embedded/log.ts';
import { startControlPlane } from '../../server/src/embedded/start.ts';
import { applySeed } from '../../server/src/embedded/seed.ts';
import { anyRevision } from '../../server/src/embedded/store/unit-of-work.ts';
import { shopSeed } from '../support/control-plane.ts';
import { off } from './client.ts';
import { createDataDir } from './data-dir.ts';
import { clientOn } from './evaluation/servers.ts';

/** A certificate of its own authority for 127.0.0.1, good for a day. */
function createCertificate(): { readonly key: string; readonly cert: string; readonly certPath: string } {
  const folder = createDataDir();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=shop', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8'), certPath: cert };
}

const options = { dataDir: ':memory:', host: '127.0.0.1', port: 0, project: 'shop', log: silentLog, assets: new Map() };

it('answers over HTTPS, under an https address, and not to whoever speaks plain HTTP', async () => {
  const tls = createCertificate();
  const plane = await startControlPlane({ ...options, tls });
  onTestFinished(() => plane.close());
  expect(plane.url).toBe(`https://127.0.0.1:${plane.port}`);
  const status = await new Promise((resolve, reject) => {
    request(
      `${plane.url}/api/v1/session`,
      { ca: tls.cert, headers: { authorization: `Bearer ${plane.adminToken}` } },
      (response) => resolve(response.resume().statusCode),
    )
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
  await expect(fetch(`http://127.0.0.1:${plane.port}/healthz`)).rejects.toThrow('fetch failed');
});

it('gives flags to the in-process provider over TLS, and nothing to one that does not know the authority', async () => {
  const { certPath, ...tls } = createCertificate();
  const plane = await startControlPlane({ ...options, syncPort: 0, tls });
  onTestFinished(() => plane.close());
  const author = { name: 'mia', tokenId: null };
  await applySeed(plane.store, 'shop', shopSeed);
  const { token } = await plane.store.createToken(
    { name: 'sdk', role: 'sdk', project: 'shop', environment: 'production' },
    author,
  );
  const provider = (more: { readonly certPath?: string; readonly tls: boolean }): FlagdProvider =>
    new FlagdProvider({
      host: 'localhost',
      port: plane.syncPort ?? 0,
      resolverType: 'in-process',
      selector: `token=${token}`,
      deadlineMs: 2_000,
      retryBackoffMaxMs: 50,
      ...more,
    });
  const client = await clientOn(provider({ tls: true, certPath }));
  expect(await client.getBooleanValue('new-checkout', false)).toBe(true);
  const scope = { environment: 'production', datacenter: null, server: null };
  await plane.store.changeServing('shop', 'new-checkout', { scope, serving: off, reason: null }, anyRevision, author);
  await expect.poll(() => client.getBooleanValue('new-checkout', true)).toBe(false);
  await Promise.all(
    [provider({ tls: true }), provider({ tls: false })].map(async (wrong) => {
      onTestFinished(() => wrong.onClose());
      await expect(wrong.initialize()).rejects.toThrow();
    }),
  );
});

it('does not start with a key that is not the one of the certificate', async () => {
  const tls = { key: createCertificate().key, cert: createCertificate().cert };
  await expect(startControlPlane({ ...options, tls })).rejects.toThrow(
    /The key and the certificate cannot be used \(ERR_OSSL_\w+\): both are PEM files, and belong together/,
  );
});
