/**
 * Who may be contacted on a repository's word. A control-plane URL in a repository is a suggestion; the person's answer is kept
 * per origin and workspace, outside the repository, so another address (or another workspace) is asked about again.
 */

/** The part of VS Code's `Memento` that is needed. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

export type Consent = 'allowed' | 'denied' | 'unasked';

const KEY = 'sluice.consent';

export class Consents {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get(workspace: string, origin: string): Consent {
    const answer = this.#answers()[recordKey(workspace, origin)];
    return answer === 'allowed' || answer === 'denied' ? answer : 'unasked';
  }

  async set(workspace: string, origin: string, answer: Consent): Promise<void> {
    const answers = { ...this.#answers() };
    if (answer === 'unasked') delete answers[recordKey(workspace, origin)];
    else answers[recordKey(workspace, origin)] = answer;
    await this.#memory.update(KEY, answers);
  }

  #answers(): Record<string, unknown> {
    return this.#memory.get<Record<string, unknown>>(KEY) ?? {};
  }
}

function recordKey(workspace: string, origin: string): string {
  return JSON.stringify([workspace, origin]);
}

/** What the consent question says. */
export function consentQuestion(origin: string): { readonly message: string; readonly detail: string } {
  return {
    message: `Connect to the control plane ${origin}?`,
    detail:
      'This address comes from the configuration in this workspace. If you connect, Sluice reads flag state from it and sends it ' +
      'the token you sign in with there (tokens of other addresses are never sent to it). ' +
      'Connect only if you know this address.',
  };
}
