/** Looks at a whole workspace once, for what its code says of flags: nothing is kept, nothing is watched. */
import { languageOf } from '../../core/extract/languages.ts';
import type { DiscoverInput } from '../../core/discover/evidence.ts';
import type { FileFacts } from '../../core/facts.ts';
import { isTestPath } from '../../core/link/reads/test-path.ts';
import type { CallSite } from '../../core/model.ts';
import { listFiles, toRelative } from '../files/list-files.ts';
import { readSourceFile } from '../files/read-file.ts';
import { loadedExtractor } from './loaded-extractor.ts';
import { createModuleResolver } from '../modules/resolve-module.ts';
import type { Logger, ScanProgress } from '../session.ts';
import { createSlices } from './slices.ts';
import { uriOfPath } from '../uri.ts';
import { createWorkspace } from './workspace.ts';

export interface SurveyOptions {
  /** Absolute. */
  readonly root: string;
  readonly logger: Logger;
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A file without any of these words neither reads flags nor lists them. */
const speaking = /flag|feature|toggle|experiment|rollout|kill_?switch|isEnabled/i;

/** Scans without any configuration, then parses every other file that speaks of flags. Throws the signal's reason once it is aborted. */
export async function survey(options: SurveyOptions): Promise<DiscoverInput> {
  const { root, signal } = options;
  const list = await listFiles({ root, include: [], ignore: [], signal });
  const workspace = createWorkspace({
    root,
    include: [],
    ignore: [],
    wrappers: [],
    extractor: loadedExtractor,
    logger: options.logger,
    changed: () => {},
  });
  // Both walks together are one line of progress.
  const progress =
    (half: number) =>
    ({ done, total }: ScanProgress) =>
      options.onProgress?.({
        done: Math.round(((half + done / Math.max(total, 1)) / 2) * list.files.length),
        total: list.files.length,
      });
  await workspace.scan({ onProgress: progress(0), ...(signal ? { signal } : {}) });

  const files = new Map<string, FileFacts>();
  const callSites = new Map<string, readonly CallSite[]>();
  const slices = createSlices(signal);
  for (const [index, path] of list.files.entries()) {
    if (isTestPath(toRelative(root, path) ?? path)) continue;
    const uri = uriOfPath(path);
    const facts = workspace.facts(uri) ?? factsOf(uri, path);
    if (facts) files.set(uri, facts);
    const found = workspace.callSites(uri);
    if (found.length > 0) callSites.set(uri, found);
    if (slices.due()) {
      progress(1)({ done: index + 1, total: list.files.length });
      await slices.pause();
    }
  }
  workspace.dispose();
  const resolver = createModuleResolver({ manifests: list.manifests });
  return {
    rootUri: `${uriOfPath(root)}/`,
    files,
    callSites,
    resolveModule: (fromUri, specifier) => resolver.resolve(fromUri, specifier),
  };
}

/** A file that cannot be read tells nothing. */
function factsOf(uri: string, path: string): FileFacts | null {
  const language = languageOf(path);
  const read = language && readSourceFile(path);
  if (!language || read?.kind !== 'read' || !speaking.test(read.file.probe()) || read.file.isMinified()) return null;
  return loadedExtractor.extract({ uri, text: read.file.text(), language });
}
