/** The open documents, kept in step by the client's incremental changes. Keys are canonical URIs; clients differ in spelling. */
import { TextDocuments, type Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOf } from '../core/extract/languages.ts';
import { canonicalUri } from '../session/uri.ts';

export interface OpenDocument {
  /** Canonical. */
  readonly uri: string;
  /** As the client spells it; what goes back to the client. */
  readonly clientUri: string;
  readonly version: number;
  /** Empty where it is too large: then nothing is said about it, as about such a file on disk. */
  text(): string;
}

export interface DocumentsListener {
  opened(document: OpenDocument): void;
  changed(document: OpenDocument): void;
  closed(document: OpenDocument): void;
}

export interface Documents {
  get(uri: string): OpenDocument | null;
  all(): readonly OpenDocument[];
}

/** As for files on disk, in UTF-16 units: typing in a larger one would have to wait for us. */
const largestText = 2 * 1024 * 1024;

/** Other versions of a file and output of tools: not what the person works on. */
const foreignSchemes = /^(?:git|gitfs|gitlens|review|pr|output|vscode-scm|chat-editing-text-model):/;

/** Listens for documents of languages that Sluice reads; all others are as if they were not open. */
export function listenToDocuments(connection: Connection, listener: DocumentsListener): Documents {
  const documents = new TextDocuments(TextDocument);
  const open = new Map<string, TextDocument>();
  let opening: TextDocument | null = null;

  documents.onDidOpen(({ document }) => {
    if (!isReadable(document.uri)) return;
    open.set(canonicalUri(document.uri), document);
    opening = document;
    listener.opened(view(document));
  });
  documents.onDidChangeContent(({ document }) => {
    // For the library an opening is a change too.
    const isOpening = opening === document;
    opening = null;
    if (isOpening || !open.has(canonicalUri(document.uri))) return;
    open.set(canonicalUri(document.uri), document);
    listener.changed(view(document));
  });
  documents.onDidClose(({ document }) => {
    if (open.delete(canonicalUri(document.uri))) listener.closed(view(document));
  });
  documents.listen(connection);

  return {
    get(uri) {
      const document = open.get(canonicalUri(uri));
      return document ? view(document) : null;
    },
    all: () => [...open.values()].map(view),
  };
}

function isReadable(uri: string): boolean {
  return !foreignSchemes.test(uri) && languageOf(uri) !== null;
}

function view(document: TextDocument): OpenDocument {
  return {
    uri: canonicalUri(document.uri),
    clientUri: document.uri,
    version: document.version,
    text() {
      const text = document.getText();
      return text.length > largestText ? '' : text;
    },
  };
}
