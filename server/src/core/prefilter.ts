/** Decides from the text alone whether a file can hold a flag read; only such files are parsed. */
import { vocabulary } from './sdks/registry.ts';

export interface Prefilter {
  /** True where the file must be parsed. `text` may be latin1-decoded bytes: only ASCII is looked at. */
  matches(text: string): boolean;
}

/** `names`: beside what the SDKs are called, functions that are known to read flags (configured or inferred
 * wrappers). `types`: classes with such methods. */
export function createPrefilter(names: readonly string[], types: readonly string[] = []): Prefilter {
  const { packages, generated, called, rendered } = vocabulary();
  const words = [...new Set([...called, ...names])].map(escapeRegExp);
  const components = [...new Set([...rendered, ...names.filter((name) => /^[A-Z]/.test(name))])].map(escapeRegExp);
  // One expression, so that a text is walked once. A name counts where it is called or rendered, a package where it is quoted.
  const pattern = new RegExp(
    [
      `\\b(?:${words.join('|')})\\s*(?:\\(|<|\\?\\.\\()`,
      `<(?:${components.join('|')})\\b`,
      ...(types.length > 0 ? [`\\b(?:${types.map(escapeRegExp).join('|')})\\b`] : []),
      `["'](?:${packages.map(escapeRegExp).join('|')})["']`,
      `/(?:${generated.map(escapeRegExp).join('|')})(?:\\.[jt]sx?)?["']`,
      // A class or object of ours that is made a global: other files call it without importing anything.
      String.raw`\b(?:window|globalThis|global)\.[A-Z]\w*\s*=[^=]`,
    ].join('|'),
  );
  return { matches: (text) => pattern.test(text) };
}

function escapeRegExp(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
