import type { FileFacts } from '../facts.ts';
import type { Language } from '../model.ts';

export interface ExtractInput {
  readonly uri: string;
  readonly text: string;
  readonly language: Language;
}

/** Text -> facts. Total: half-typed or broken code gives the facts that can be read. */
export function extractFacts(input: ExtractInput): FileFacts {
  return { uri: input.uri, language: input.language, comments: [] };
}
