/** Offsets -> what people and programs read: a path, 1-based lines and columns. */
import { relative, sep } from 'node:path';
import { createLineIndex, type LineIndex } from '../core/line-index.ts';
import type { Span } from '../core/model.ts';
import type { Session } from '../session/session.ts';
import { pathOfUri } from '../session/uri.ts';

/** 1-based; columns count UTF-16 code units; the end is exclusive. */
export interface Place {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Places {
  of(uri: string, span: Span): Place;
  /** The path of a URI, as in `Place.file`. */
  file(uri: string): string;
  /** A line of the file without its end, 1-based. */
  line(uri: string, line: number): string;
}

interface Lines {
  readonly text: string;
  readonly index: LineIndex;
}

/** Files whose lines are kept: reports go file by file, with a look at where a key is written in between. */
const mostKept = 16;

/** Reads files on demand and forgets them soon. */
export function createPlaces(session: Session, cwd: string): Places {
  const kept = new Map<string, Lines>();
  const linesOf = (uri: string): Lines => {
    let lines = kept.get(uri);
    if (!lines) {
      const text = session.text(uri) ?? '';
      lines = { text, index: createLineIndex(text) };
      if (kept.size >= mostKept) kept.clear();
      kept.set(uri, lines);
    }
    return lines;
  };
  const file = (uri: string): string => relativePath(cwd, pathOfUri(uri) ?? uri);
  return {
    file,
    of(uri, span) {
      const { index } = linesOf(uri);
      const start = index.positionAt(span.start);
      const end = index.positionAt(span.end);
      return {
        file: file(uri),
        line: start.line + 1,
        column: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      };
    },
    line(uri, line) {
      const { text, index } = linesOf(uri);
      const start = index.offsetAt({ line: line - 1, character: 0 });
      const end = index.offsetAt({ line: line - 1, character: Number.MAX_SAFE_INTEGER });
      return text.slice(start, end);
    },
  };
}

/** With `/` on every platform; `.` for the folder itself. */
export function relativePath(from: string, path: string): string {
  const inside = relative(from, path);
  return inside === '' ? '.' : sep === '/' ? inside : inside.replaceAll(sep, '/');
}

/** By file, position, then whatever tells the two apart. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || a.endLine - b.endLine || a.endColumn - b.endColumn;
}
