/** Decides from the text alone whether a file can hold a flag read; only such files are parsed. */
export interface Prefilter {
  /** True where the file must be parsed. `text` may be latin1-decoded bytes: only ASCII is looked at. */
  matches(text: string): boolean;
}

/** `names`: beside what the SDKs are called, functions that are known to read flags (configured or inferred wrappers). */
export function createPrefilter(names: readonly string[]): Prefilter {
  const pattern = new RegExp(['sluice-', ...names].join('|'));
  return { matches: (text) => pattern.test(text) };
}
