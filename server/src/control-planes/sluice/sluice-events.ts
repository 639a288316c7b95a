/** The change stream of the embedded control plane: one connection that is kept up until it is closed. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { z } from 'zod';
import { backoffMs, realTimers, type Timers } from '../http/backoff.ts';
import type { ControlPlaneError, Subscription, SubscriptionListener } from '../control-plane.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { Log } from '../log.ts';

export interface SluiceEventsOptions {
  readonly client: HttpClient;
  readonly project: string;
  readonly listener: SubscriptionListener;
  readonly log: Log;
  /** The revision of the newest snapshot; a stream that begins elsewhere means something was missed. */
  readonly knownRevision: () => string | null;
  readonly timers?: Timers;
  readonly random?: () => number;
  readonly now?: () => number;
}

/** The server sends a comment every 15 s; three in a row missing is a dead connection that no one told us about. */
const silenceMs = 45_000;
/** A stream that lived this long was a good one: the next attempt starts from the shortest delay again. */
const steadyMs = 10_000;
const what = 'follow the changes';

const changeData = z.object({ revision: z.string(), flagKey: z.string().nullish() });
const revisionData = z.object({ revision: z.string() });

/** Connects at once, and again after every end with a growing, jittered delay. */
export function followSluiceEvents(options: SluiceEventsOptions): Subscription {
  const { client, project, listener, log, timers = realTimers, random = Math.random, now = Date.now } = options;
  let isClosed = false;
  let isUp = false;
  let attempt = 0;
  let lastEventId: string | null = null;
  let abort = new AbortController();
  let waiting: unknown = null;
  let reported: string | null = null;

  const up = (): void => {
    if (isUp) return;
    isUp = true;
    reported = null;
    listener.connection(null);
  };

  const changed = (key: string | null, revision: string | null): void => listener.changed({ key, revision });

  const receive = (message: EventSourceMessage): void => {
    if (isClosed) return;
    up();
    if (message.event === 'hello') {
      const revision = read(revisionData, message.data)?.revision ?? null;
      // What happened between the snapshot and now may be in no event that will come.
      if (revision === null || revision !== options.knownRevision()) changed(null, revision);
      return;
    }
    if (message.event === 'reset') {
      lastEventId = null;
      changed(null, read(revisionData, message.data)?.revision ?? null);
      return;
    }
    if (message.event !== 'change') return;
    const change = read(changeData, message.data);
    changed(change?.flagKey ?? null, change?.revision ?? null);
  };

  const consume = async (body: ReadableStream<Uint8Array>, controller: AbortController): Promise<void> => {
    let watchdog: unknown = null;
    let isSilent = false;
    const watch = (): void => {
      timers.clear(watchdog);
      watchdog = timers.set(() => {
        isSilent = true;
        controller.abort();
      }, silenceMs);
    };
    const parser = createParser({
      maxBufferSize: 1024 * 1024,
      onId: (id) => {
        if (/^[\x21-\x7e]{1,200}$/.test(id)) lastEventId = id;
      },
      onEvent: receive,
    });
    const decoder = new TextDecoder();
    try {
      watch();
      for await (const chunk of body) {
        watch();
        parser.feed(decoder.decode(chunk, { stream: true }));
      }
    } catch (error) {
      if (isSilent) throw client.problem(what, 'timeout', `nothing came for ${silenceMs / 1000} s`, { cause: error });
      throw client.streamProblem(what, error);
    } finally {
      timers.clear(watchdog);
    }
    throw client.problem(what, 'network', 'the control plane ended the stream');
  };

  const connect = async (): Promise<void> => {
    const controller = new AbortController();
    abort = controller;
    const startedAt = now();
    try {
      const headers: { [name: string]: string } = lastEventId === null ? {} : { 'last-event-id': lastEventId };
      const path = ['api', 'v1', 'projects', project, 'events'];
      const body = await client.stream({ what, path, headers, signal: controller.signal }, 'text/event-stream');
      await consume(body, controller);
    } catch (error) {
      if (isClosed) return;
      controller.abort();
      if (isUp && now() - startedAt >= steadyMs) attempt = 0;
      retry(client.streamProblem(what, error));
    }
  };

  const retry = (problem: ControlPlaneError): void => {
    isUp = false;
    // A refusal will not pass in a second; a lost connection may.
    if (problem.kind === 'auth' || problem.kind === 'forbidden' || problem.kind === 'not-found')
      attempt = Math.max(attempt, 6);
    const delay = Math.max(backoffMs(attempt, random), problem.retryAfterMs ?? 0);
    attempt++;
    log.debug(`${problem.message} Trying again in ${(delay / 1000).toFixed(1)} s.`);
    waiting = timers.set(() => void connect(), delay);
    if (problem.message === reported) return;
    reported = problem.message;
    listener.connection(problem);
  };

  void connect();
  return {
    close() {
      isClosed = true;
      timers.clear(waiting);
      abort.abort();
    },
  };
}

/** Null for data that is not what it should be: then anything may have changed. */
function read<T>(schema: z.ZodType<T>, data: string): T | null {
  try {
    return schema.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
