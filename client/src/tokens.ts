/** Tokens in the editor's secret storage, each bound to one origin. */

/** The part of VS Code's `SecretStorage` that is needed. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

const PREFIX = 'sluice.token:';

/** True for the keys of our own in a secret storage. */
export function isTokenKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

/** What is stored: the origin is said again inside the record and compared on every use. */
export function encodeToken(origin: string, token: string): string {
  return JSON.stringify({ version: 1, origin, token });
}

/** The token, if the record is one of ours and bound to exactly this origin; otherwise null. */
export function decodeToken(origin: string, stored: string | undefined): string | null {
  if (stored === undefined) return null;
  try {
    const record: unknown = JSON.parse(stored);
    if (typeof record !== 'object' || record === null) return null;
    const { version, origin: bound, token } = record as { version?: unknown; origin?: unknown; token?: unknown };
    return version === 1 && bound === origin && typeof token === 'string' && token !== '' ? token : null;
  } catch {
    return null;
  }
}

export class Tokens {
  readonly #secrets: SecretStore;

  constructor(secrets: SecretStore) {
    this.#secrets = secrets;
  }

  /** The token bound to the origin, or null. */
  async get(origin: string): Promise<string | null> {
    return decodeToken(origin, await this.#secrets.get(PREFIX + origin));
  }

  async set(origin: string, token: string): Promise<void> {
    await this.#secrets.store(PREFIX + origin, encodeToken(origin, token));
  }

  async remove(origin: string): Promise<void> {
    await this.#secrets.delete(PREFIX + origin);
  }
}
