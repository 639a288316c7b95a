/** What is only made when it is first asked for: most runs need little of what there is, and pay for all else at every start. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
