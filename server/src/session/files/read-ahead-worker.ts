/** A thread that reads files one after the other and tests them, while the main thread parses those that matter. */
import { parentPort, workerData } from 'node:worker_threads';
import { createPrefilter } from '../../core/prefilter.ts';
import { type Batch, batchFiles, type ReadAheadTask } from './read-ahead-batch.ts';
import { readSourceFile } from './read-file.ts';

const { paths, functions, types, maxKeptBytes } = workerData as ReadAheadTask;
const prefilter = createPrefilter(functions, types);
let keptBytes = 0;

for (let from = 0; from < paths.length; from += batchFiles) {
  const batch = readBatch(paths.slice(from, from + batchFiles));
  parentPort?.postMessage(batch, [batch.bytes.buffer]);
}

function readBatch(part: readonly string[]): Batch {
  const contents: Buffer[] = [];
  let end = 0;
  const files = part.map((path): Batch['files'][number] => {
    const read = readSourceFile(path);
    if (read.kind !== 'read') return read;
    const { content, stamp } = read.file;
    const isMatch = prefilter.matches(read.file.probe());
    if (!isMatch && keptBytes + content.length > maxKeptBytes) return { kind: 'read', isMatch, stamp, end: null };
    keptBytes += content.length;
    contents.push(content);
    end += content.length;
    return { kind: 'read', isMatch, stamp, end };
  });
  const bytes = new Uint8Array(end);
  let at = 0;
  for (const content of contents) {
    bytes.set(content, at);
    at += content.length;
  }
  return { files, bytes };
}
