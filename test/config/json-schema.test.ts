/** `sluice.schema.json` at the root is made from the schema: `SLUICE_UPDATE_SCHEMA=1 npx vitest run test/config/json-schema.test.ts && npm run format` makes it again. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkIds, checkMetas } from '../../server/src/core/checks/registry.ts';
import { configJsonSchema } from '../../server/src/config/json-schema.ts';

const path = new URL('../../sluice.schema.json', import.meta.url);

it('sluice.schema.json is up to date (SLUICE_UPDATE_SCHEMA=1 makes it again)', () => {
  if (process.env['SLUICE_UPDATE_SCHEMA']) writeFileSync(path, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  expect(existsSync(path)).toBe(true);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(configJsonSchema());
});

it('describes every key for editors, and requires none', () => {
  const schema = configJsonSchema();
  expect(schema.required).toBeUndefined();
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(schema.properties ?? {})).toEqual([
    '$schema',
    'controlPlane',
    'controlPlanes',
    'preset',
    'checks',
    'overrides',
    'wrappers',
    'flagObjects',
    'include',
    'ignore',
    'maxStateAge',
  ]);
  // What has a default may be left out in the file.
  const kinds = schema.properties?.['controlPlane']?.oneOf ?? [];
  const required = kinds.map(({ properties, required: keys }) => [properties?.['kind']?.const, keys]);
  expect(required).toEqual(
    expect.arrayContaining([
      ['sluice', ['kind']],
      ['flagd-file', ['kind', 'path']],
    ]),
  );
});

it('offers every check with its title, its severity and only its own options', () => {
  const checks = configJsonSchema().$defs?.['checks'];
  expect(Object.keys(checks?.properties ?? {})).toEqual([...checkIds]);
  expect(checks?.additionalProperties).toBe(false);
  for (const { id, title, recommended, severity, options = [] } of checkMetas) {
    const check = checks?.properties?.[id];
    expect(check, id).toMatchObject({ title, default: recommended === false ? 'off' : severity });
    expect(check?.description, id).toMatch(/^[^`*]+\n\n[A-Z][^`*\n]+$/);
    const own = Object.keys(check?.anyOf?.[1]?.properties ?? {});
    expect(own, id).toEqual(expect.arrayContaining(['severity', ...options]));
    for (const option of ['after', 'lag', 'pattern'] as const)
      expect(own.includes(option), `${id} ${option}`).toBe(options.includes(option));
  }
});
