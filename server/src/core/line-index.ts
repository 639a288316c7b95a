/** Offsets <-> positions, in one place. Lines end at \n, \r\n or \r, as in LSP. */

export interface Position {
  /** 0-based. */
  readonly line: number;
  /** 0-based, UTF-16 code units. */
  readonly character: number;
}

export interface LineIndex {
  /** The position of an offset; an offset outside the text is clamped. */
  positionAt(offset: number): Position;
  /** The offset of a position; a character past the end of its line is clamped to that line's end. */
  offsetAt(position: Position): number;
  readonly lineCount: number;
}

/** Builds the index of a text. */
export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);

  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const endOfLine = (line: number): number => {
    if (line + 1 >= starts.length) return text.length;
    let end = starts[line + 1]!;
    while (end > starts[line]! && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
    return end;
  };

  return {
    lineCount: starts.length,
    positionAt(offset) {
      const clamped = Math.min(Math.max(offset, 0), text.length);
      const line = lineOf(clamped);
      return { line, character: clamped - starts[line]! };
    },
    offsetAt({ line, character }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      return Math.min(starts[line]! + Math.max(character, 0), endOfLine(line));
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  // Searching is native code, and looking at every character is not: it counts in a process that has just started.
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 13 && text.charCodeAt(offset + 1) === 10) offset++;
    if (code === 10 || code === 13) starts.push(offset + 1);
  }
  return starts;
}
