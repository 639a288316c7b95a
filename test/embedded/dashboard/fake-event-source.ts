/** An EventSource whose events the test makes. */
export class FakeEventSource {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static readonly opened: FakeEventSource[] = [];

  /** The one that was opened last. */
  static newest(): FakeEventSource {
    const source = FakeEventSource.opened.at(-1);
    if (source === undefined) throw new Error('No event source was opened.');
    return source;
  }

  readonly url: string;
  readyState = FakeEventSource.OPEN;
  readonly #listeners = new Map<string, (event: { data: string }) => void>();

  constructor(url: string) {
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  addEventListener(type: string, listener: (event: { data: string }) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  emit(type: string, data: string): void {
    this.#listeners.get(type)?.({ data });
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.emit('error', '');
  }
}
