/** Follows the changes of the shop as an editor does: comes back with Last-Event-ID, to the next address where one is gone. */
import { createParser } from 'eventsource-parser';

export interface RevisionReader {
  /** In the order in which they came. */
  readonly revisions: readonly number[];
  readonly isOpen: Promise<void>;
  /** Resolves when a stream ended that the server had accepted. */
  readonly hasEnded: Promise<void>;
  close(): void;
}

/** @param urls where to connect first, and where to go on; the last one is tried again and again */
export function createRevisionReader(urls: readonly string[], token: string): RevisionReader {
  const revisions: number[] = [];
  const controller = new AbortController();
  const opened = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let lastEventId: string | null = null;

  const connect = async (url: string): Promise<void> => {
    const response = await fetch(`${url}/api/v1/projects/shop/events`, {
      headers: { authorization: `Bearer ${token}`, ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }) },
      signal: controller.signal,
    });
    if (!response.ok || !response.body) throw new Error(`The control plane answered ${response.status}.`);
    const parser = createParser({
      onId: (id) => (lastEventId = id),
      onEvent: ({ event, id, data }) => {
        if (event === 'hello') opened.resolve();
        if (event === 'reset') throw new Error(`There was nothing to be reset: ${data}`);
        if (event === 'change') revisions.push(Number(id));
      },
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body) parser.feed(decoder.decode(chunk, { stream: true }));
  };

  const follow = async (): Promise<void> => {
    for (let turn = 0; !controller.signal.aborted; turn++) {
      await connect(urls[Math.min(turn, urls.length - 1)] ?? '').catch(() => undefined);
      ended.resolve();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  void follow();
  return {
    revisions,
    isOpen: opened.promise,
    hasEnded: ended.promise,
    close: () => controller.abort(),
  };
}
