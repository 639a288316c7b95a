/** Paths <-> URIs, in one spelling, so that a document of the editor and a file of the scan meet in one map. */
import { URI } from 'vscode-uri';

const plainPath = /^\/[\w./-]*$/;

/** The canonical URI of an absolute path. */
export function uriOfPath(path: string): string {
  return plainPath.test(path) && !path.startsWith('//') ? `file://${path}` : URI.file(path).toString();
}

/** The path of a `file:` URI in the platform's spelling; null for every other scheme and for what is no URI. */
export function pathOfUri(uri: string): string | null {
  try {
    const parsed = URI.parse(uri, true);
    return parsed.scheme === 'file' ? parsed.fsPath : null;
  } catch {
    return null;
  }
}

/** One spelling per document: clients differ in what they percent-encode. Not a URI: returned as it is. */
export function canonicalUri(uri: string): string {
  if (uri.startsWith('file:///') && plainPath.test(uri.slice(7))) return uri;
  try {
    return URI.parse(uri, true).toString();
  } catch {
    return uri;
  }
}
