/** Reads every listed file of a workspace, then links. */
import type { FileList } from '../files/list-files.ts';
import type { ReadAhead } from '../files/read-ahead.ts';
import type { ScanOptions } from '../session.ts';
import { uriOfPath } from '../uri.ts';
import type { Linking } from './linking.ts';
import { createSlices } from './slices.ts';
import type { Sources } from './sources.ts';
import type { Tally } from './tally.ts';

export interface IngestOptions extends Pick<ScanOptions, 'onProgress' | 'signal'> {
  readonly sources: Sources;
  readonly linking: Linking;
  readonly tally: Tally;
  readonly ahead: ReadAhead | null;
}

/** In slices, so that others can work in between. Files that are not listed any more are dropped. Throws the signal's reason once it is aborted. */
export async function ingestListed(
  { files, isAsked }: Pick<FileList, 'files' | 'isAsked'>,
  { sources, linking, tally, ahead, onProgress, signal }: IngestOptions,
): Promise<void> {
  const { known, openTexts } = sources;
  const slices = createSlices(signal);
  const listed = new Set<string>();
  for (const [index, path] of files.entries()) {
    const uri = uriOfPath(path);
    listed.add(uri);
    known.set(uri, path);
    const isOnItsWay = ahead?.reach(path);
    if (isOnItsWay) await isOnItsWay;
    const ingested = sources.ingest(uri, tally);
    if (isAsked(path)) {
      if (ingested === 'parsed') tally.parsed.add(uri);
      if (ingested !== 'absent') tally.files++;
    }
    if (slices.due()) {
      onProgress?.({ done: index + 1, total: files.length });
      await slices.pause();
    }
  }
  for (const uri of known.keys()) {
    if (listed.has(uri)) continue;
    known.delete(uri);
    if (!openTexts.has(uri)) sources.drop(uri);
  }
  await linking.settle(tally, slices);
  onProgress?.({ done: files.length, total: files.length });
}
