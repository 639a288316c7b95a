/** What the parts of the language server share. */
import type { Connection } from 'vscode-languageserver';
import type { Logger } from '../session/session.ts';
import type { Client } from './client.ts';

export interface ServerContext {
  readonly connection: Connection;
  readonly client: Client;
  readonly logger: Logger;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly env: NodeJS.ProcessEnv;
}

/** A logger that writes to the client's log. */
export function createLogger(connection: Connection): Logger {
  const { console } = connection;
  return {
    debug: (message) => console.debug(message),
    info: (message) => console.info(message),
    warn: (message) => console.warn(message),
    error: (message) => console.error(message),
  };
}
