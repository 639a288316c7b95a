/** Which source files a change touches. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageOf } from '../../core/extract/languages.ts';
import { decode, encodingOf } from '../../session/files/decode.ts';
import { GitUnavailable, runGit } from '../../session/files/run-git.ts';
import { changedLines } from './line-diff.ts';

export interface FileChanges {
  /** Source files that are new or another text, by the path they have now; also those that only moved. */
  readonly changed: ReadonlyMap<string, FileChange>;
  /** How many files that is, with those that are gone. */
  readonly files: number;
  /** What files are called now, by what they were called: moved ones only. */
  readonly moved: ReadonlyMap<string, string>;
}

export interface FileChange {
  /** Whether any of these lines (1-based, both included) is another one than before. */
  touches(line: number, endLine: number): boolean;
  /** False for a file that was only moved. */
  readonly isEdited: boolean;
}

export interface FormerFiles {
  /** Source files of the base that are another text now, or gone: what they were. */
  readonly former: ReadonlyMap<string, Buffer>;
  /** All source files there were. */
  readonly before: ReadonlySet<string>;
  /** All source files there are. */
  readonly now: ReadonlySet<string>;
}

/** Compares the files of the base with those of the working tree; what git says was moved, was moved. */
export async function fileChanges(
  root: string,
  base: string,
  { former, before, now }: FormerFiles,
  signal?: AbortSignal,
): Promise<FileChanges> {
  const added = [...now].filter((path) => !before.has(path));
  const gone = [...former.keys()].filter((path) => !now.has(path));
  const moved = new Map([...(await gitMoves(root, base, signal)), ...sameText(root, gone, added, former)]);
  for (const [from, to] of moved)
    if (!former.has(from) || now.has(from) || !now.has(to) || before.has(to)) moved.delete(from);

  const fromOf = new Map([...moved].map(([from, to]) => [to, from]));
  const changed = new Map<string, FileChange>();
  for (const path of [...added, ...[...former.keys()].filter((path) => now.has(path))]) {
    const content = former.get(fromOf.get(path) ?? path);
    changed.set(path, content ? compared(content, join(root, path)) : { touches: () => true, isEdited: true });
  }
  return { changed, moved, files: changed.size + gone.filter((path) => !moved.has(path)).length };
}

function compared(content: Buffer, path: string): FileChange {
  let lines: ReadonlySet<number> | null = null;
  let isEdited: boolean | null = null;
  const linesNow = (): ReadonlySet<number> => (lines ??= changedLines(textOf(content), textOf(read(path))));
  return {
    touches(line, endLine) {
      for (let at = line; at <= endLine; at++) if (linesNow().has(at)) return true;
      return false;
    },
    get isEdited() {
      return (isEdited ??= !isSameText(content, read(path)));
    },
  };
}

/** Committed and staged moves, edited ones among them. Empty where git cannot tell. */
async function gitMoves(root: string, base: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const command = ['diff-index', '--cached', '--relative', '-M', '--diff-filter=R', '--name-status', '-z', base];
  try {
    const parts = (await runGit(root, command, { signal })).toString('utf8').split('\0');
    const moves = new Map<string, string>();
    for (let at = 0; at + 2 < parts.length; at += 3) moves.set(parts[at + 1] ?? '', parts[at + 2] ?? '');
    return moves;
  } catch (error) {
    if (error instanceof GitUnavailable) return new Map();
    throw error;
  }
}

/** Moves that were not staged. */
function* sameText(
  root: string,
  gone: readonly string[],
  added: readonly string[],
  former: ReadonlyMap<string, Buffer>,
): Generator<[string, string]> {
  const byText = new Map(gone.map((path) => [textOf(former.get(path)!), path]));
  if (byText.size === 0) return;
  for (const path of added) {
    const from = byText.get(textOf(read(join(root, path))));
    if (from !== undefined) yield [from, path];
  }
}

/** The same but for the ends of lines, which a checkout may have changed. */
export function isSameText(before: Buffer, now: Buffer): boolean {
  return before.equals(now) || textOf(before).replaceAll('\r\n', '\n') === textOf(now).replaceAll('\r\n', '\n');
}

function textOf(content: Buffer): string {
  return decode(content, encodingOf(content));
}

/** Empty where it cannot be read: findings in it there are none either. */
export function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Files whose lines are compared. */
export function isSource(path: string): boolean {
  return languageOf(path) !== null && !isInstalled(path);
}

/** Somebody else's code, even where a repository tracks it. */
export function isInstalled(path: string): boolean {
  return /(?:^|\/)node_modules\//.test(path);
}
