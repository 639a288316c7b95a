/** Every handler goes through here: one bad feature must not take the others with it. */
import { ResponseError } from 'vscode-languageserver';
import type { Logger } from '../session/session.ts';

export interface Guard {
  /** Wraps a handler: an error is logged with the handler's name and how long it ran, and `fallback` is the answer. */
  <Arguments extends readonly unknown[], Result>(
    name: string,
    fallback: Result,
    handler: (...values: Arguments) => Result | Promise<Result>,
  ): (...values: Arguments) => Promise<Result>;
}

export interface GuardOptions {
  readonly logger: Logger;
  /** In tests: errors become the answer, so that no test passes on a fallback. */
  readonly rethrow: boolean;
}

/** Slower than this is worth a line in the log, in ms. */
const slowMs = 200;

export function createGuard({ logger, rethrow }: GuardOptions): Guard {
  return (name, fallback, handler) =>
    async (...values) => {
      const start = performance.now();
      try {
        const result = await handler(...values);
        const elapsed = performance.now() - start;
        if (elapsed > slowMs) logger.debug(`${name} took ${Math.round(elapsed)} ms.`);
        return result;
      } catch (error) {
        // A refusal that is meant for the client (bad parameters, cancelled), not trouble of ours.
        if (error instanceof ResponseError || rethrow) throw error;
        logger.error(`${name} failed after ${Math.round(performance.now() - start)} ms: ${describe(error)}`);
        return fallback;
      }
    };
}

/** The error with its stack, which names our code only, never the text of a document. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
