/** What the token may do, asked once, so that a refusal comes before the question and not after it. */
import { z } from 'zod';
import type { Scope } from '../../core/model.ts';
import type { HttpClient } from '../http/http-client.ts';
import { plainText } from '../plain-text.ts';

export interface Role {
  /** Finds out the role while something else is awaited, and returns what that gives. What cannot be found out is no obstacle. */
  askWhile<T>(other: Promise<T>): Promise<T>;
  /** Why the token cannot change anything in this scope; null where it can, or where nobody knows. */
  refusal(scope: Pick<Scope, 'environment'>): string | null;
}

const sessionSchema = z.lazy(() =>
  z.object({ role: z.string(), environmentRoles: z.record(z.string(), z.string()).optional() }),
);
const writers: ReadonlySet<string> = new Set(['operator', 'admin']);

export function createRole(client: HttpClient, name: string): Role {
  let known: z.output<typeof sessionSchema> | null = null;

  const ask = async (signal: AbortSignal): Promise<void> => {
    const { body } = await client.request({ what: 'read your role', path: ['api', 'v1', 'session'], signal });
    known = sessionSchema.safeParse(body).data ?? null;
  };

  return {
    async askWhile(other) {
      if (known !== null) return other;
      const controller = new AbortController();
      const asked = ask(controller.signal).catch(() => undefined);
      try {
        const result = await other;
        await asked;
        return result;
      } finally {
        controller.abort();
      }
    },

    refusal({ environment }) {
      const role = known?.environmentRoles?.[environment] ?? known?.role;
      if (role === undefined || writers.has(role)) return null;
      const where = known?.environmentRoles?.[environment] === undefined ? '' : ` in ${plainText(environment, 80)}`;
      return `Your token at ${name} has the role ${plainText(role, 40)}${where}, which may only read: ask for one of an operator.`;
    },
  };
}
