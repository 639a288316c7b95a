/** HTTPS by a key and a certificate. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../server/src/embedded/log.ts';
import { startControlPlane } from '../../server/src/embedded/start.ts';
import { createDataDir } from './data-dir.ts';

/** A certificate of its own authority for 127.0.0.1, good for a day. */
function createCertificate(): { readonly key: string; readonly cert: string } {
  const folder = createDataDir();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=shop', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
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

it('does not start with a key that is not the one of the certificate', async () => {
  const tls = { key: createCertificate().key, cert: createCertificate().cert };
  await expect(startControlPlane({ ...options, tls })).rejects.toThrow(
    /The key and the certificate cannot be used \(ERR_OSSL_\w+\): both are PEM files, and belong together/,
  );
});
