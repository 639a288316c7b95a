/** The stream of changes. The browser reconnects by itself and says where it was; what it gives up on is opened again here. */

export interface LiveListener {
  /** Something changed; null: it may be anything. */
  changed(flagKey: string | null): void;
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
    source.addEventListener('change', (event) => listener.changed(keyOf(event)));
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

function keyOf(event: MessageEvent<string>): string | null {
  try {
    const change: { flagKey?: string | null } = JSON.parse(event.data);
    return change.flagKey ?? null;
  } catch {
    return null;
  }
}
