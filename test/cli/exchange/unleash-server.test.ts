/** From a real Unleash into a real control plane of ours, and back into Unleash. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestControlPlane } from '../../support/control-plane.ts';
import { startUnleash, unleashMissing } from '../../support/unleash.ts';
import { cli } from '../run-cli.ts';
import { shop } from '../shop.ts';

const features = '/api/admin/projects/default/features';

test.skipIf(unleashMissing() !== null)(
  'its own export comes in, and ours is one that it takes',
  { timeout: 120_000 },
  async () => {
    const unleash = await startUnleash();
    onTestFinished(() => unleash.stop());
    const plane = await startTestControlPlane({
      seed: { environments: [{ key: 'production', critical: true, datacenters: [] }], flags: [] },
    });
    onTestFinished(() => plane.close());
    const cwd = shop({ 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' });
    const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.adminToken, SLUICE_CACHE_DIR: cwd };
    const sluice = (line: string) => cli(line, { cwd, env });
    const exported = () =>
      unleash.ask('POST', '/api/admin/features-batch/export', {
        environment: 'production',
        project: 'default',
        features: ['gift-wrap', 'loyalty'],
        downloadFile: false,
      });

    await unleash.ask('POST', features, { name: 'gift-wrap', type: 'operational', description: 'Paper and a bow' });
    const inProduction = `${features}/gift-wrap/environments/production`;
    await unleash.ask('POST', `${inProduction}/strategies`, {
      name: 'flexibleRollout',
      parameters: { rollout: '25', stickiness: 'default', groupId: 'gift-wrap' },
    });
    await unleash.ask('POST', `${inProduction}/on`);
    await unleash.ask('POST', `/api/admin/features/gift-wrap/tags`, { type: 'simple', value: 'basket' });
    await unleash.ask('POST', features, { name: 'loyalty', type: 'release' });

    writeFileSync(join(cwd, 'unleash.json'), JSON.stringify(await exported()));
    expect(await sluice('import unleash.json')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('2 flags created, 0 updated, 0 unchanged, 0 not imported.'),
    });
    const fractional = {
      kind: 'fractional',
      shares: [
        { variant: 'on', share: 2_500 },
        { variant: 'off', share: 7_500 },
      ],
    };
    expect(await plane.store.flag('shop', 'gift-wrap')).toMatchObject({
      purpose: 'ops',
      description: 'Paper and a bow',
      tags: ['basket'],
      environments: { production: { serving: fractional } },
    });
    const loyalty = await plane.store.flag('shop', 'loyalty');
    expect(loyalty.environments['production']?.serving).toEqual({ kind: 'static', variant: 'off' });

    await sluice('flip gift-wrap --to 40 -e production --yes');
    const { stdout } = await sluice('export --to unleash -e production');
    // Unleash takes imports from people only, not from an admin token.
    const taken = await fetch(`${unleash.url}/api/admin/features-batch/import`, {
      method: 'POST',
      headers: { authorization: unleash.editorToken, 'content-type': 'application/json' },
      body: JSON.stringify({ environment: 'production', project: 'default', data: JSON.parse(stdout) }),
    });
    expect([taken.status, await taken.text()]).toEqual([200, '']);
    expect(await exported()).toMatchObject({
      featureStrategies: expect.arrayContaining([
        expect.objectContaining({ featureName: 'gift-wrap', parameters: expect.objectContaining({ rollout: '40' }) }),
      ]),
    });
  },
);
