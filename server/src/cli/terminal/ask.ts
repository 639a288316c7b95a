/** Asks a person at a terminal. */
import { createInterface } from 'node:readline';

export interface AskOptions {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
  /** Ctrl-C, which a terminal that is being asked on hands over as a character. */
  interrupt(): void;
}

/**
 * Resolves to the line that was typed; null where nobody can answer, or the terminal was closed (Ctrl-D).
 * @throws the reason of the signal, once it is aborted: no answer is not yes, and the next question is not asked
 */
export function ask(question: string, { input, output, signal, interrupt }: AskOptions): Promise<string | null> {
  if (signal.aborted) return Promise.reject(signal.reason);
  if (!input.isTTY || !output.isTTY) return Promise.resolve(null);
  const lines = createInterface({ input, output });
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      // Before it is closed, which would be no answer.
      reject(signal.reason);
      lines.close();
    };
    signal.addEventListener('abort', cancel, { once: true });
    lines.on('SIGINT', interrupt);
    lines.on('close', () => {
      signal.removeEventListener('abort', cancel);
      resolve(null);
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
