/** Parsing what comes in, with sentences that say where it is wrong and what is right. */
import type { z } from 'zod';
import { ApiError, type ErrorDetail } from './errors.ts';

const maxDetails = 10;

/**
 * @param what where the value stands, for the message: "body", "query"
 * @throws ApiError `invalid`
 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = toDetails(result.error, what);
  const [first] = details;
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : '';
  throw new ApiError('invalid', first ? `${first.path}: ${first.message}${more}` : `The ${what} is not valid.`, {
    details,
  });
}

/** One line per mistake, at most ten. Never repeats the value: it may be long or hostile. */
export function toDetails(error: z.ZodError, what: string): readonly ErrorDetail[] {
  return error.issues.slice(0, maxDetails).map((issue) => ({
    path: issue.path.length === 0 ? what : printable(issue.path.map(String).join('.')),
    message: printable(issue.message),
  }));
}

/** Names of unknown properties end up in messages. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD').slice(0, 300);
}
