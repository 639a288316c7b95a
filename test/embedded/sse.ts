/** A client of the event stream, over real HTTP. */
import type { TestControlPlane } from '../support/control-plane.ts';

interface ServerEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: unknown;
}

export interface EventStream {
  readonly status: number;
  /** The next event or comment; null when the server has ended the stream. */
  next(): Promise<ServerEvent | null>;
  close(): Promise<void>;
}

export async function openEvents(
  plane: TestControlPlane,
  options: {
    readonly token?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly lastEventId?: string;
  } = {},
): Promise<EventStream> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${options.token ?? plane.viewerToken}`,
    ...options.headers,
  };
  if (options.headers?.['cookie']) delete headers['authorization'];
  if (options.lastEventId !== undefined) headers['last-event-id'] = options.lastEventId;
  const response = await fetch(`${plane.url}/api/v1/projects/shop/events`, { headers });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let buffer = '';
  return {
    status: response.status,
    next: async () => {
      while (!buffer.includes('\n\n')) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) return null;
        buffer += decoder.decode(chunk.value, { stream: true });
      }
      const end = buffer.indexOf('\n\n');
      const block = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      return parse(block);
    },
    close: async () => reader?.cancel(),
  };
}

function parse(block: string): ServerEvent {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const comment = fields.get('');
  if (comment !== undefined) return { id: null, event: 'comment', data: comment };
  return {
    id: fields.get('id') ?? null,
    event: fields.get('event') ?? '',
    data: JSON.parse(fields.get('data') ?? 'null') as unknown,
  };
}
