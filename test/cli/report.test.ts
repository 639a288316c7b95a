import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FlagSnapshot } from '../../server/src/core/model.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch, shopValve, variants } from '../support/snapshots.ts';
import { cli, type CliResult } from './run-cli.ts';
import { shop, shopState } from './shop.ts';

const on = (days: number) => serves('on', { forDays: days });
const done = (key: string, parts = {}) =>
  shopSwitch(key, { environments: { production: on(200), staging: on(200) }, ...parts });

const base = { kind: 'sluice', name: 'sluice', url: 'http://127.0.0.1:4650', tells: ['evaluated'] } as const;
const state = (parts: Partial<FlagSnapshot> = {}): FlagSnapshot =>
  shopState({
    controlPlane: base,
    flags: [
      done('new-checkout', { owner: 'team-checkout', url: 'http://127.0.0.1:4650/#/flag/new-checkout' }),
      done('old-banner', { owner: 'team-web', environments: { production: on(200), staging: serves('off') } }),
      shopValve('new-search', { owner: 'team-search' }),
      shopSwitch('no-state', { environments: {} }),
      shopSwitch('gone', { archivedAt: daysAgo(30) }),
    ],
    ...parts,
  });

interface Shop {
  readonly cwd: string;
  readonly run: (line?: string) => Promise<CliResult>;
  readonly read: (file?: string) => string;
  readonly json: (file?: string) => ReturnType<typeof JSON.parse>;
}

function open(snapshot: FlagSnapshot = state(), files = {}): Shop {
  const cwd = shop(files, snapshot);
  const read = (file = 'sluice-report.html') => readFileSync(join(cwd, file), 'utf8');
  return {
    cwd,
    run: (line = '') => cli(`report --state flags.snapshot.json ${line}`, { cwd }),
    read,
    json: (file = 'sluice-report.json') => JSON.parse(read(file)),
  };
}

const mainOf = (page: string): string => /<main>[\s\S]*<\/main>/.exec(page)?.[0] ?? '';

describe('the page', () => {
  test('is written to sluice-report.html, and stdout stays empty', async () => {
    const { run, read } = open();
    expect(await run()).toEqual({
      code: 0,
      stdout: '',
      stderr: 'sluice: sluice-report.html: 4 flags, 1 safe to remove, 1 with caution\n',
    });
    expect(read()).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  test('shows totals, what can go, charts and every flag', async () => {
    const { run, read, cwd } = open();
    await run();
    await expect(mainOf(read()).replaceAll(cwd.split('/').at(-1) ?? '', 'shop')).toMatchFileSnapshot(
      'golden/report.html.txt',
    );
  });

  test('is the same every time', async () => {
    const pages = await Promise.all(
      ['a.html', 'b.html'].map(async (file) => {
        const { run, read, cwd } = open();
        await run(`-o ${file}`);
        return read(file).replaceAll(cwd.split('/').at(-1) ?? '', 'shop');
      }),
    );
    expect(pages[0]).toBe(pages[1]);
  });

  test('loads nothing, and its policy allows nothing but its own style and script', async () => {
    const { run, read } = open();
    await run();
    const page = read();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
    const hash = (element: string): string => {
      const text = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    // Nothing the policy would block either: no style attributes, no handlers, no addresses but those of links.
    expect(page).not.toMatch(/<[^>]*\s(style|src|srcset|action|on\w+)=/);
    expect(page.match(/<link\b[^>]*>/g)).toEqual(['<link rel="icon" href="data:," />']);
    expect(page).not.toMatch(/@import|url\(|fetch\(|XMLHttpRequest|innerHTML/);
  });

  test('links to a flag only where its page is one of the control plane', async () => {
    const links = ['https://evil.test/', 'javascript:alert(1)', 'http://127.0.0.1:4650/#/flag/ok'];
    const flags = links.map((url, index) => done(`flag-${index}`, { url }));
    const { run, read } = open(state({ flags }));
    await run();
    const hrefs = [...mainOf(read()).matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(new Set(hrefs)).toEqual(new Set(['#flags', 'http://127.0.0.1:4650/#/flag/ok']));
  });

  test('takes hostile text for text', async () => {
    const nasty =
      '</script><script>alert(1)</script><img src=x onerror=alert(2)>"\'\n\u001b[31m::error::\u202e\u2066🦆<!--</style>${alert(3)}';
    const flag = done(nasty, {
      owner: nasty,
      description: nasty,
      staleMark: nasty,
      variants: variants({ on: nasty }),
      prerequisites: [nasty],
    });
    const { run, read, json } = open(state({ flags: [flag, done('new-checkout', { prerequisites: [nasty] })] }));
    const { stderr } = await run();
    await run('--format json');
    const page = read();
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
    expect(page.match(/<style|<\/style/g)).toHaveLength(2);
    expect(page).not.toMatch(/<img|<!--/);
    // oxlint-disable-next-line no-control-regex -- these must not be there
    expect((stderr + page).match(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g)).toBeNull();
    // Wherever it is shown, it is isolated; an option cannot hold an element, and is isolated by itself.
    const others = mainOf(page).replace(/<bdi>.*?<\/bdi>|<option[^>]*>.*?<\/option>|="[^"]*"/gs, '');
    expect(others).not.toContain('&lt;');
    expect(page).toContain('<bdi>&lt;/script&gt;&lt;script&gt;alert(1)');
    // The data in it is still the data.
    const [, data = ''] = /<script type="application\/json" id="sluice-report">(.*?)<\/script>/s.exec(page) ?? [];
    expect(data).not.toContain('<');
    expect(JSON.parse(data).flags.map(({ key }: { key: string }) => key)).toContain(nasty);
    expect(json().flags.map(({ key }: { key: string }) => key)).toContain(nasty);
  });
});

describe('the JSON', () => {
  test('says of each flag what the page shows', async () => {
    const { run, json } = open();
    expect((await run('--format json')).code).toBe(0);
    const report = json();
    expect(report).toMatchObject({
      sluiceReport: 1,
      at: '2026-11-23T12:00:00.000Z',
      isComplete: true,
      totals: { flags: 4, safe: 1, caution: 1, keep: 1, unknown: 1 },
      archived: 1,
      history: [{ at: '2026-11-23T12:00:00.000Z', flags: 4, safe: 1, caution: 1, keep: 1, unknown: 1 }],
      changes: null,
    });
    expect(report.flags.map(({ key, verdict }: Record<string, string>) => [key, verdict])).toEqual([
      ['new-checkout', 'safe'],
      ['new-search', 'keep'],
      ['no-state', 'unknown'],
      ['old-banner', 'caution'],
    ]);
    expect(report.flags[0]).toMatchObject({
      owner: 'team-checkout',
      ageDays: 400,
      constantSince: '2026-05-07T12:00:00.000Z',
      text: 'Safe to remove; what survives is true (variant on).',
      survives: 'true (variant on)',
      reads: 1,
      testReads: 0,
      places: [{ file: 'src/checkout.ts', line: 6, column: 35 }],
    });
  });
});

describe('compared with an earlier report', () => {
  const later = state({
    readAt: daysAgo(-7),
    flags: [
      done('new-checkout'),
      done('new-search'),
      done('old-banner', { permanent: true }),
      shopSwitch('brand-new', {}),
    ],
  });
  const names = (list: readonly { key: string }[]) => list.map(({ key }) => key);

  test.each(['first.json', 'first.html'])('%s: says what changed, and the history grows', async (first) => {
    const before = open();
    await before.run(`-f ${first.endsWith('json') ? 'json' : 'html'} -o ${first}`);
    const now = open(later, { [first]: before.read(first) });
    const { code, stderr } = await now.run(`-f json --compare-with ${first}`);
    expect([code, stderr]).toEqual([
      0,
      'sluice: sluice-report.json: 4 flags, 1 safe to remove, 1 with caution; 1 newly stale, 1 resolved\n',
    ]);
    const { changes, history } = now.json();
    expect([changes.since, changes.stillStale]).toEqual(['2026-11-23T12:00:00.000Z', 1]);
    expect(names(changes.added)).toEqual(['brand-new']);
    expect(names(changes.removed)).toEqual(['no-state']);
    expect(names(changes.newlyStale)).toEqual(['new-search']);
    expect(names(changes.resolved)).toEqual(['old-banner']);
    expect(history.map(({ at, safe, caution }: Record<string, unknown>) => [at, safe, caution])).toEqual([
      ['2026-11-23T12:00:00.000Z', 1, 1],
      ['2026-11-30T12:00:00.000Z', 1, 1],
    ]);
    await now.run(`--compare-with ${first}`);
    const page = mainOf(now.read());
    expect(page).toContain('Flags to look after: 2 on 2026-11-23, 2 on 2026-11-30.');
    expect(page).toMatch(/Newly stale <span class="tally">1<\/span>/);
  });

  test('may be replaced by the one it is compared with', async () => {
    const { run, json } = open();
    await run('-f json');
    await run('-f json --compare-with sluice-report.json');
    expect(json().history).toHaveLength(1);
    expect(json().changes).toMatchObject({ added: [], removed: [], newlyStale: [], resolved: [], stillStale: 2 });
  });

  test('nothing is added or removed where one of them knew only half', async () => {
    const whole = open();
    await whole.run('-f json');
    const files = { 'whole.json': whole.read('sluice-report.json') };
    const half = open(
      state({ complete: false, incompleteReason: 'Page 2 was lost.', flags: [done('new-checkout')] }),
      files,
    );
    await half.run('-f json --compare-with whole.json');
    expect(half.json()).toMatchObject({
      isComplete: false,
      totals: { safe: 0, caution: 0, unknown: 1 },
      changes: null,
      changesProblem: 'The state is not complete, so nothing is compared.',
    });
    expect(half.json().history).toEqual(whole.json().history);

    const next = open(state(), { 'half.json': half.read('sluice-report.json') });
    await next.run('-f json --compare-with half.json');
    expect([next.json().changes, next.json().changesProblem]).toEqual([
      null,
      'The state of the earlier report was not complete, so nothing is compared.',
    ]);
  });

  test.each([
    ['missing.json', null, 'it cannot be read (ENOENT).'],
    ['broken.json', '{"sluiceReport": 1,', 'it is neither a JSON report nor a page of `sluice report`.'],
    ['page.html', '<html></html>', 'it is neither a JSON report nor a page of `sluice report`.'],
    ['other.json', '{"version": 1}', 'it is JSON, but no report of `sluice report`.'],
    ['newer.json', '{"sluiceReport": 2}', 'it is a report of version 2, and this Sluice reads version 1.'],
    ['odd.json', '{"sluiceReport": "\\u001b[31m"}', String.raw`it is a report of version "\u001b[31m", and`],
    ['half.json', '{"sluiceReport": 1, "at": "noon"}', 'its part "at" is not as it should be'],
  ])('%s is refused, and nothing is written', async (file, text, message) => {
    const { run, cwd } = open();
    if (text !== null) writeFileSync(join(cwd, file), text);
    const { code, stdout, stderr } = await run(`--compare-with ${file}`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${file} cannot be compared with: ${message}`);
    expect(existsSync(join(cwd, 'sluice-report.html'))).toBe(false);
  });
});

describe('without a state', () => {
  test('the page says so and judges nothing', async () => {
    const { cwd, read } = open();
    const { code, stderr } = await cli('report', { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('no control plane is configured');
    const page = mainOf(read());
    expect(page).toContain('The state is not complete:');
    expect(page).toContain('The state of flags is not known, so nothing is judged.');
    expect(page).toMatch(/<code><bdi>new-checkout<\/bdi><\/code> <span class="dim">1 place<\/span>/);
    expect(page).not.toMatch(/Safe to remove|<table/);
  });

  test('a build that needs one fails', async () => {
    const { cwd } = open();
    const { code, stderr } = await cli('report --require-state', { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('the state is required but not available');
  });

  test('an empty one is none: a wrong project looks like that', async () => {
    const { run, json } = open(shopSnapshot({ flags: [] }));
    await run('-f json');
    expect(json()).toMatchObject({ isComplete: false, totals: { flags: 0 }, history: [] });
  });
});
