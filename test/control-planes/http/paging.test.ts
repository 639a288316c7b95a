/** Lists in pages, and all the ways in which a control plane can tell lies about them. */
import { afterEach, describe, expect, it } from 'vitest';
import { noCredentials } from '../../../server/src/control-planes/credentials.ts';
import { createHttpClient } from '../../../server/src/control-planes/http/http-client.ts';
import { readPages, type Page, type PagedItems } from '../../../server/src/control-planes/http/paging.ts';
import { startFaultServer, type FaultServer } from '../../support/fault-server.ts';

interface Sent {
  readonly items: readonly string[];
  readonly next?: string | null;
  readonly total?: number;
  readonly status?: number;
}

let banners = 0;
let server: FaultServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

/** Reads the list of a server that answers each request as told. `by`: links, or offsets that the adapter counts. */
async function read(
  answer: (offset: number, url: string) => Sent,
  by: 'links' | 'offsets' = 'offsets',
): Promise<PagedItems<string> & { readonly asked: readonly string[] }> {
  server = await startFaultServer((request, response) => {
    const url = request.url ?? '';
    const { status = 200, ...body } = answer(Number(new URL(url, 'http://shop').searchParams.get('offset') ?? 0), url);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const client = createHttpClient({
    controlPlane: 'shop',
    baseUrl: new URL(`${server.url}/flags/`),
    credentials: noCredentials,
  });
  const result = await readPages<string>({
    client,
    request: { what: 'read the flags', path: ['list'], query: { offset: '0' } },
    parse: ({ body }, before): Page<string> => {
      const { items, next = null, total = null } = body as { items: string[]; next?: string; total?: number };
      const count = before + items.length;
      const more = total !== null && count < total ? { offset: String(count) } : null;
      return { items, total, next: by === 'links' ? next : more };
    },
    keyOf: (item) => item,
    maxPages: 20,
  });
  return { ...result, asked: server.requests.map(({ url }) => url) };
}

const keys = ['new-checkout', 'recommendations', 'stop-payments', 'beta-search', 'button-color'];
const two = (offset: number): Sent => ({ items: keys.slice(offset, offset + 2), total: keys.length });

it('reads page after page, by counting', async () => {
  expect(await read(two)).toEqual({
    items: keys,
    complete: true,
    reason: null,
    asked: ['/flags/list?offset=0', '/flags/list?offset=2', '/flags/list?offset=4'],
  });
});

it('follows links below its own address, absolute or not', async () => {
  const pages: { readonly [url: string]: Sent } = {
    '/flags/list?offset=0': { items: ['new-checkout'], next: '/flags/list?page=2' },
    '/flags/list?page=2': { items: ['recommendations'], next: '?page=3' },
    '/flags/list?page=3': { items: ['stop-payments'], next: null },
  };
  const { items, complete } = await read((_, url) => pages[url] ?? { items: [], status: 404 }, 'links');
  expect([items, complete]).toEqual([['new-checkout', 'recommendations', 'stop-payments'], true]);
});

describe('is not complete, and says why, where', () => {
  const lies: readonly [
    title: string,
    answer: (offset: number, url: string) => Sent,
    by: 'links' | 'offsets',
    reason: string,
  ][] = [
    ['a page comes again', () => ({ items: keys.slice(0, 2), total: 5 }), 'offsets', 'brought nothing new'],
    [
      'the pages go round',
      (_, url) => ({ items: [`banner-${(banners += 1)}`], next: url.endsWith('page=2') ? '?page=3' : '?page=2' }),
      'links',
      'one that came before',
    ],
    [
      'the total is not reached',
      (offset) => ({
        ...two(offset),
        total: offset === 4 ? 5 : 5,
        items: offset === 4 ? [] : keys.slice(offset, offset + 2),
      }),
      'offsets',
      'brought nothing new',
    ],
    [
      'there are fewer than it says',
      () => ({ items: ['new-checkout'], total: 2, next: null }),
      'links',
      'it speaks of 2 and sent 1',
    ],
    [
      'there are more than it says',
      () => ({ items: keys, total: 2, next: null }),
      'links',
      'it speaks of 2 and sent 5',
    ],
    [
      'the total changes',
      (offset) => ({ ...two(offset), total: offset === 0 ? 6 : 5 }),
      'offsets',
      'changed while it was read',
    ],
    [
      'an item comes twice',
      (offset) => ({
        items: offset === 0 ? ['new-checkout', 'recommendations'] : ['recommendations', 'beta-search', 'button-color'],
        total: 5,
      }),
      'offsets',
      'recommendations came twice',
    ],
    [
      'there is no end',
      (offset) => ({ items: [`banner-${offset}`], total: 1_000_000 }),
      'offsets',
      'more than 20 pages',
    ],
    [
      'the next page is somebody else’s',
      () => ({ items: keys, next: 'https://evil.example/flags/list' }),
      'links',
      'another address',
    ],
    ['the next page is above its address', () => ({ items: keys, next: '/tokens' }), 'links', 'another address'],
    ['the next page climbs', () => ({ items: keys, next: '/flags/%2e%2e/tokens' }), 'links', 'another address'],
    [
      'the next page has a password in it',
      () => ({ items: keys, next: 'http://mia:secret@127.0.0.1/flags/list' }),
      'links',
      'another address',
    ],
    ['the next page is no address', () => ({ items: keys, next: 'http://[' }), 'links', 'another address'],
    [
      'a later page fails',
      (offset) => (offset === 0 ? two(0) : { items: [], status: 500 }),
      'offsets',
      'page 2 of its list is missing. Could not read the flags',
    ],
  ];

  it.each(lies)('%s', async (_title, answer, by, reason) => {
    const { complete, reason: said, asked } = await read(answer, by);
    expect(complete).toBe(false);
    expect(said).toContain(reason);
    expect(asked.every((url) => url.startsWith('/flags/'))).toBe(true);
  });
});

it('fails where the first page does: that is no list at all', async () => {
  await expect(read(() => ({ items: [], status: 500 }))).rejects.toMatchObject({ kind: 'server' });
});
