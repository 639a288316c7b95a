/** From configuration to adapter. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ConfigurationError } from '../../server/src/config/configuration-error.ts';
import { noCredentials } from '../../server/src/control-planes/credentials.ts';
import {
  createControlPlane,
  originOf,
  snapshotIdentity,
  type ControlPlaneConfig,
} from '../../server/src/control-planes/registry.ts';

const options = { configFile: '/shop/sluice.config.json', credentials: noCredentials };

it('an embedded control plane is known by its address', () => {
  const config: ControlPlaneConfig = { kind: 'sluice', url: 'https://FLAGS.shop.example:443/team/', project: 'shop' };
  const controlPlane = createControlPlane(config, options);
  expect([controlPlane.kind, controlPlane.name]).toEqual(['sluice', 'sluice at https://flags.shop.example/team']);
  expect(originOf(config)).toBe('https://flags.shop.example');
  expect(snapshotIdentity(config)).toEqual({
    kind: 'sluice',
    origin: 'https://flags.shop.example/team/',
    project: 'shop',
  });
});

it('a definition file is found beside the configuration, and known as it is written there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-registry-'));
  try {
    await writeFile(join(folder, 'shop.flagd.json'), '{"flags": {}}');
    const config: ControlPlaneConfig = { kind: 'flagd-file', path: './shop.flagd.json', environment: 'live' };
    const controlPlane = createControlPlane(config, { ...options, configFile: join(folder, 'sluice.config.json') });
    expect(controlPlane.name).toBe('flagd file ./shop.flagd.json');
    expect(await controlPlane.readFlags()).toMatchObject({ complete: true, environments: [{ key: 'live' }] });
    expect([originOf(config), snapshotIdentity(config)]).toEqual([null, null]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.each([
  [undefined, 'The control plane has no address. Set controlPlane.url in sluice.config.json, or SLUICE_URL.'],
  ['flags.shop.example', 'it is not an http(s) URL'],
  ['https://mia:secret@flags.shop.example', 'it holds a user name or a password'],
  ['https://flags.shop.example/?token=secret', 'it holds a "?" or "#"'],
])('the address %j is refused, and no secret in it is shown', (url, reason) => {
  const create = (): unknown => createControlPlane({ kind: 'sluice', url, project: 'shop' }, options);
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(reason);
  expect(create).not.toThrow(/secret/);
  expect(snapshotIdentity({ kind: 'sluice', url, project: 'shop' })).toBeNull();
});
