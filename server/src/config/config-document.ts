/** The text of a configuration file as a tree that still knows where everything is written. */
import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { createLineIndex } from '../core/line-index.ts';
import { configurationErrorIn, maxProblems } from './configuration-error.ts';
import { duplicateKeys } from './duplicate-keys.ts';

export type KeyPath = readonly (string | number)[];

/** 1-based; columns in UTF-16 code units. */
interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ConfigDocument {
  readonly file: string;
  readonly value: unknown;
  /** Where a value is written; the nearest thing around it where it is absent. */
  placeOfValue(path: KeyPath): Place;
  /** Where the last key of the path is written; where the value is, when there is no such key. */
  placeOfKey(path: KeyPath): Place;
}

const syntaxErrors: { readonly [code: string]: string } = {
  InvalidSymbol:
    'an unknown word; keys and strings take double quotes; other values are numbers, true, false, null, [...] and {...}',
  InvalidNumberFormat: 'a malformed number',
  PropertyNameExpected: 'a key in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing brace } is expected here',
  CloseBracketExpected: 'a closing bracket ] is expected here',
  EndOfFileExpected: 'the file should end here',
  InvalidCommentToken: 'a malformed comment',
  UnexpectedEndOfComment: 'a comment that is not closed',
  UnexpectedEndOfString: 'a string that is not closed',
  UnexpectedEndOfNumber: 'a number that is cut off',
  InvalidUnicode: 'a malformed \\u escape',
  InvalidEscapeCharacter: 'an unknown escape; write \\\\ for a backslash',
  InvalidCharacter: 'a control character inside a string; write it as an escape',
};

/** Parses JSON with comments and trailing commas. Throws ConfigurationError with the place of the first syntax error, or of all keys that are written twice. */
export function parseConfigDocument(file: string, source: string): ConfigDocument {
  // A byte order mark is no part of the document, but counts in no editor's columns either.
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const lines = createLineIndex(text);
  const placeAt = (offset: number): Place => {
    const { line, character } = lines.positionAt(offset);
    return { line: line + 1, column: character + 1 };
  };

  const errors: ParseError[] = [];
  const tree = parse(text, errors);
  if (tree === 'too-deep')
    throw configurationErrorIn(file, [whole('The file is nested too deeply to be a configuration.')]);
  if (text.trim() === '')
    throw configurationErrorIn(file, [
      whole('The file is empty. Write {} for a configuration without settings, or remove the file.'),
    ]);
  if (errors.length > 0 || tree === undefined) {
    // The first error only: those after it are mostly its consequences.
    const [error] = errors;
    const code = error === undefined ? 'ValueExpected' : printParseErrorCode(error.error);
    const place = placeAt(error?.offset ?? 0);
    throw configurationErrorIn(file, [
      { ...place, path: '', message: `Not valid JSON: ${syntaxErrors[code] ?? code}.` },
    ]);
  }

  const duplicates = duplicateKeys(tree).slice(0, maxProblems);
  if (duplicates.length > 0) {
    throw configurationErrorIn(
      file,
      duplicates.map(({ path, first, later }) => {
        const { line, column } = placeAt(first);
        const message = `This key is there already, at ${line}:${column}; of the two only one counts. Remove one of them.`;
        return { ...placeAt(later), path: formatKeyPath(path), message };
      }),
    );
  }

  const nodeAt = (path: KeyPath): Node => {
    for (let length = path.length; length > 0; length--) {
      const node = findNodeAtLocation(tree, path.slice(0, length));
      if (node !== undefined) return node;
    }
    return tree;
  };
  return {
    file,
    value: getNodeValue(tree),
    placeOfValue: (path) => placeAt(nodeAt(path).offset),
    placeOfKey(path) {
      const key = path.at(-1);
      const parent = nodeAt(path.slice(0, -1));
      const property = parent.children?.find(
        (child) => child.type === 'property' && child.children?.[0]?.value === key,
      );
      return property === undefined ? placeAt(nodeAt(path).offset) : placeAt(property.offset);
    },
  };
}

/** `checks.stuck-valve.after`, `wrappers[0].name`; keys that hold dots or spaces are quoted. */
export function formatKeyPath(path: KeyPath): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[\w$@/-]+$/.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}

function parse(text: string, errors: ParseError[]): Node | undefined | 'too-deep' {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // The parser recurses; the only thing it throws is the end of the stack.
    if (error instanceof RangeError) return 'too-deep';
    throw error;
  }
}

function whole(message: string): { line: null; column: null; path: string; message: string } {
  return { line: null, column: null, path: '', message };
}
