/** The stream of changes. The browser reconnects by itself and says where it was; what it gives up on is opened again here. */

import type { News } from './model/news.ts';

export interface LiveListener {
  /** Something changed; null: it may be anything. */
  changed(flagKey: string | null): void;
  /** The same change, for people; not for what was missed. */
  news(news: News): void;
  /** Servers came, went, fell behind or caught up. */
  fleet(): void;
  connection(state: 'live' | 'lost'): void;
}

export interface LiveStream {
  close(): void;
}

const firstDelay = 1000;
const longestDelay = 15_000;

/** Opens the stream and keeps it open until closed. After each (re)connection it asks for a full read, because the gap is unknown. */
export function openLiveStream(url: string, listener: LiveListener): LiveStream {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = firstDelay;

  const connect = (): void => {
    source?.close();
    source = new EventSource(url);
    source.addEventListener('hello', () => {
      delay = firstDelay;
      listener.connection('live');
      listener.changed(null);
    });
    source.addEventListener('change', (event) => {
      const news = newsOf(event);
      listener.changed(news.flagKey);
      listener.news(news);
    });
    source.addEventListener('fleet', () => listener.fleet());
    source.addEventListener('reset', () => listener.changed(null));
    source.addEventListener('error', () => {
      listener.connection('lost');
      // CONNECTING: the browser retries by itself. CLOSED: it has given up (an HTTP error).
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(connect, delay * (0.75 + Math.random() / 2));
      delay = Math.min(delay * 2, longestDelay);
    });
  };
  connect();
  return {
    close() {
      clearTimeout(timer);
      source?.close();
      source = null;
    },
  };
}

/** What cannot be read may have been anything. */
function newsOf(event: MessageEvent<string>): News {
  try {
    const { flagKey = null, environment = null, actor = null }: Partial<News> = JSON.parse(event.data);
    return { flagKey, environment, actor };
  } catch {
    return { flagKey: null, environment: null, actor: null };
  }
}
