/** Reading a list that comes in pages from a control plane that may tell lies about them. */
import { ControlPlaneError } from '../control-plane.ts';
import { plainText } from '../plain-text.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.ts';
import { isBelow } from './target-url.ts';

/** One page, as the adapter understood it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null: this was the last. A text is an address from the control plane (absolute or not), else the query of the next page. */
  readonly next: string | { readonly [name: string]: string } | null;
  /** How many there are in all; null where it does not say. */
  readonly total: number | null;
}

export interface PagedItems<Item> {
  /** Each once, in the order they came. */
  readonly items: readonly Item[];
  /** False where some may be missing; then `reason` is a sentence without an end. */
  readonly complete: boolean;
  readonly reason: string | null;
}

export interface PagedRequest<Item> {
  readonly client: HttpClient;
  /** Of the first page. */
  readonly request: HttpRequest;
  /** `before`: how many items came on the pages before. Throws ControlPlaneError (`client.problem`) where the answer is none of this kind. */
  readonly parse: (answer: HttpAnswer, before: number) => Page<Item>;
  /** What tells an item from the others; null for one that cannot be told. */
  readonly keyOf: (item: Item) => string | null;
  /** Default 1000. */
  readonly maxPages?: number;
}

/**
 * Reads page after page until there is no next one. The first page's failure is thrown, a later one's makes the list incomplete, and
 * so does every contradiction: a page that comes again, an item that comes twice, a total that changes or is not reached, pages without
 * end, a next page at another address (which is not asked).
 */
export async function readPages<Item>(options: PagedRequest<Item>): Promise<PagedItems<Item>> {
  const { client, parse, keyOf, maxPages = 1_000 } = options;
  const { signal, what } = options.request;
  const items: Item[] = [];
  const seen = new Set<string>();
  const asked = new Set<string>();
  const doubts: string[] = [];
  let total: number | null = null;
  let received = 0;
  const done = (doubt?: string): PagedItems<Item> => {
    const reason = doubt ?? doubts[0] ?? null;
    return { items, complete: reason === null, reason };
  };

  let request = options.request;
  for (let page = 1; ; page += 1) {
    if (page > maxPages) return done(`its list has more than ${maxPages} pages`);
    const address = JSON.stringify([request.path instanceof URL ? request.path.href : request.path, request.query]);
    if (asked.has(address)) return done(`page ${page} of its list is one that came before`);
    asked.add(address);
    let answer: Page<Item>;
    try {
      answer = parse(await client.request(request), received);
      received += answer.items.length;
    } catch (error) {
      if (page === 1 || signal?.aborted || !(error instanceof ControlPlaneError)) throw error;
      return done(`page ${page} of its list is missing. ${error.message}`);
    }

    let fresh = 0;
    for (const item of answer.items) {
      const key = keyOf(item);
      if (key !== null && seen.has(key)) {
        doubts.push(`${plainText(key, 80)} came twice: its list changed while it was read`);
        continue;
      }
      if (key !== null) seen.add(key);
      items.push(item);
      fresh += 1;
    }
    if (page > 1 && answer.total !== total) doubts.push('its list changed while it was read');
    total = answer.total;

    if (answer.next === null) {
      if (total !== null && total !== items.length) doubts.push(`it speaks of ${total} and sent ${items.length}`);
      return done();
    }
    if (fresh === 0) return done(`page ${page} of its list brought nothing new, and yet it names a next one`);
    const next = nextRequest(request, answer.next, client.baseUrl);
    if (next === null) return done('it names a next page at another address, which is not followed');
    request = { ...next, what, ...(signal ? { signal } : {}) };
  }
}

/** Null where the address leads elsewhere. */
function nextRequest(request: HttpRequest, next: NonNullable<Page<unknown>['next']>, base: URL): HttpRequest | null {
  if (typeof next !== 'string') return { ...request, query: { ...request.query, ...next } };
  const from = request.path instanceof URL ? request.path : base;
  if (!URL.canParse(next, from.href)) return null;
  const path = new URL(next, from.href);
  return isBelow(base, path) ? { ...request, query: {}, path } : null;
}
