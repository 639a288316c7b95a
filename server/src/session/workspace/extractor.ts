/** The parser as a session uses it: loading it takes longer than looking whether anything changed. */
import type { ExtractInput, extractFacts } from '../../core/extract/extract.ts';
import type { FileFacts } from '../../core/facts.ts';

export interface Extractor {
  /** False: `load` must be waited for before anything is extracted. */
  readonly isLoaded: boolean;
  load(): Promise<void>;
  /** See `extractFacts`. */
  extract(input: ExtractInput): FileFacts;
}

/** Loads the parser when the first file has to be parsed: for a process that may not parse any. */
export function createLazyExtractor(): Extractor {
  let loaded: { readonly extractFacts: typeof extractFacts } | null = null;
  return {
    get isLoaded() {
      return loaded !== null;
    },
    async load() {
      loaded ??= await import('../../core/extract/extract.ts');
    },
    extract(input) {
      if (!loaded) throw new Error('The parser is not loaded yet.');
      return loaded.extractFacts(input);
    },
  };
}
