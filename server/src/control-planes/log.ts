/** Where adapters say what happened; the session's logger fits. Never holds a token. */
export interface Log {
  debug(message: string): void;
  warn(message: string): void;
}

export const silentLog: Log = { debug: () => undefined, warn: () => undefined };
