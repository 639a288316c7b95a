/** What the parameters of standard requests must hold before a feature sees them. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { z } from 'zod';

export type RequiredParams = z.ZodType;

const textDocument = z.looseObject({ uri: z.string() });
const position = z.looseObject({ line: z.number(), character: z.number() });

/** The handler looks at them itself. */
export const anything: RequiredParams = z.unknown();
export const aboutDocument: RequiredParams = z.looseObject({ textDocument });
export const atPosition: RequiredParams = z.looseObject({ textDocument, position });
export const inRange: RequiredParams = z.looseObject({
  textDocument,
  range: z.looseObject({ start: position, end: position }),
  context: z.looseObject({ diagnostics: z.array(z.unknown()), only: z.array(z.string()).nullish() }),
});

/** Throws what tells the client that its request makes no sense. */
export function requireParams(method: string, required: RequiredParams, params: unknown): void {
  const parsed = required.safeParse(params);
  if (!parsed.success) throw new ResponseError(ErrorCodes.InvalidParams, `${method}: ${z.prettifyError(parsed.error)}`);
}
