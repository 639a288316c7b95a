/** Pushes diagnostics: per file, with the version they belong to, never an older one, and cleared when a file no longer has any. */
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';

export interface PublishSource {
  /** The version of the open document whose text the findings are of; null where the document is not open. */
  appliedVersion(uri: string): number | null;
  /** The version the client has; null where the document is not open. */
  currentVersion(uri: string): number | null;
  /** As the client spells it. */
  clientUri(uri: string): string;
  diagnostics(uri: string): readonly Diagnostic[];
}

export interface Publisher {
  /** Publishes these files anew, as far as something is new. */
  publish(uris: Iterable<string>): void;
  /** The document was closed: what was shown for it belongs to no version any more. */
  close(uri: string): void;
  /** Files for which something is shown now. */
  shown(): readonly string[];
}

export function createPublisher(source: PublishSource, send: (params: PublishDiagnosticsParams) => void): Publisher {
  /** What the client has been told last, by canonical URI. */
  const sent = new Map<
    string,
    { readonly clientUri: string; readonly version: number | null; readonly text: string }
  >();

  const tell = (uri: string, version: number | null, diagnostics: readonly Diagnostic[]): void => {
    const before = sent.get(uri);
    const text = JSON.stringify(diagnostics);
    if (before ? before.text === text && before.version === version : diagnostics.length === 0 && version === null)
      return;
    const clientUri = version === null && before ? before.clientUri : source.clientUri(uri);
    if (version === null && diagnostics.length === 0) sent.delete(uri);
    else sent.set(uri, { clientUri, version, text });
    send({ uri: clientUri, ...(version === null ? {} : { version }), diagnostics: [...diagnostics] });
  };

  const publishOne = (uri: string): void => {
    const version = source.currentVersion(uri);
    // The text has moved on: what belongs to the newer one is on its way.
    if (version !== null && source.appliedVersion(uri) !== version) return;
    tell(uri, version, source.diagnostics(uri));
  };

  return {
    publish(uris) {
      for (const uri of uris) publishOne(uri);
    },
    close: (uri) => tell(uri, null, []),
    shown: () => [...sent].filter(([, { text }]) => text !== '[]').map(([uri]) => uri),
  };
}
