/** Something known of many files, by key, that can be taken back file by file; and who asked for which key. */
export class Index<T> {
  readonly #byKey = new Map<string, Map<string, T[]>>();
  readonly #keysOfFile = new Map<string, Set<string>>();
  readonly #readers = new Map<string, Set<string>>();

  add(uri: string, key: string, value: T): void {
    let byFile = this.#byKey.get(key);
    if (!byFile) this.#byKey.set(key, (byFile = new Map()));
    const values = byFile.get(uri);
    if (values) values.push(value);
    else byFile.set(uri, [value]);
    let keys = this.#keysOfFile.get(uri);
    if (!keys) this.#keysOfFile.set(uri, (keys = new Set()));
    keys.add(key);
  }

  /** Remembers that `reader` depends on what files add under a key. */
  note(key: string, reader: string): void {
    let readers = this.#readers.get(key);
    if (!readers) this.#readers.set(key, (readers = new Set()));
    readers.add(reader);
  }

  /** All values of a key, in the order of the files' names. */
  of(key: string): readonly T[] {
    const byFile = this.#byKey.get(key);
    if (!byFile) return [];
    return [...byFile].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, values]) => values);
  }

  /** Takes back what a file added. */
  remove(uri: string): void {
    for (const key of this.#keysOfFile.get(uri) ?? []) this.#byKey.get(key)?.delete(uri);
    this.#keysOfFile.delete(uri);
  }

  /** Who asked for anything that this file adds. */
  readersOf(uri: string): readonly string[] {
    return [...(this.#keysOfFile.get(uri) ?? [])].flatMap((key) => [...(this.#readers.get(key) ?? [])]);
  }
}
