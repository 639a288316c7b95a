import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rolldown } from 'rolldown';
import config from '../../../rolldown.config.ts';
import { dashboardAssets } from '../../../server/src/embedded/dashboard/assets.ts';

const body = (path: string): string => dashboardAssets.get(path)?.body ?? '';

describe('the page as served from the sources', () => {
  test('is three texts with their types', () => {
    expect([...dashboardAssets].map(([path, { contentType }]) => `${path} ${contentType}`)).toEqual([
      '/ text/html; charset=utf-8',
      '/dashboard.css text/css; charset=utf-8',
      '/dashboard.js text/javascript; charset=utf-8',
    ]);
  });

  test('has nothing a strict content security policy forbids', () => {
    expect(body('/')).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc="\/dashboard\.js")/);
    expect(body('/') + body('/dashboard.css')).not.toMatch(/(?:src|href)="https?:|url\(|@import/);
    expect(body('/dashboard.js')).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
    );
  });

  test('has every element the script asks for', () => {
    const asked = [...body('/dashboard.js').matchAll(/byId\('([^']+)'\)/g)].map(([, id]) => id);
    expect(asked.length).toBeGreaterThan(5);
    for (const id of asked) expect(body('/')).toContain(`id="${id}"`);
  });
});

describe('the script and the page in a bundle', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-dashboard-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

  test('the script is a module that parses', () => {
    const file = join(folder, 'dashboard.mjs');
    writeFileSync(file, body('/dashboard.js'));
    expect(() => execFileSync(process.execPath, ['--check', file])).not.toThrow();
  });

  test('a bundle made with the product’s own configuration serves the same page, and reads no file for it', async () => {
    const [product] = Array.isArray(config) ? config : [config];
    const bundle = await rolldown({
      ...product,
      input: 'server/src/embedded/dashboard/assets.ts',
      output: undefined,
    } as never);
    await bundle.write({ dir: folder, entryFileNames: 'assets.mjs', format: 'esm' });
    await bundle.close();
    const file = join(folder, 'assets.mjs');
    expect(readFileSync(file, 'utf8')).not.toMatch(/readFileSync|stripTypeScriptTypes/);
    const bundled: { dashboardAssets: typeof dashboardAssets } = await import(pathToFileURL(file).href);
    expect([...bundled.dashboardAssets]).toEqual([...dashboardAssets]);
  });
});
