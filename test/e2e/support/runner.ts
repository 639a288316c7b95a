/** A test runner small enough to run inside the extension host: named tests, one after the other, each reported. */

export interface TestResult {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly error: string | null;
}

export interface NamedTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Runs all tests, also after one has failed, and reports each as it ends. */
export async function runTests(
  tests: readonly NamedTest[],
  timeoutMs: number,
  report: (result: TestResult) => void,
): Promise<void> {
  for (const { name, run } of tests) {
    const start = performance.now();
    const error = await outcome(run, timeoutMs);
    report({ name, ok: error === null, ms: Math.round(performance.now() - start), error });
  }
}

async function outcome(run: () => Promise<void>, timeoutMs: number): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([run(), late]);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks until the answer is not undefined or false. The error after `timeoutMs` says what was waited for and what was seen last. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  options: { readonly timeoutMs?: number; readonly seen?: () => string } = {},
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? 20_000;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms for: ${what}${options.seen ? `\nlast seen: ${options.seen()}` : ''}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
