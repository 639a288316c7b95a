/** The parser, loaded with the program: for a process that opens files. */
import { extractFacts } from '../../core/extract/extract.ts';
import type { Extractor } from './extractor.ts';

export const loadedExtractor: Extractor = { isLoaded: true, load: async () => {}, extract: extractFacts };
