/** A command line that cannot be carried out as it was typed. Exit code 2. */
export class UsageError extends Error {
  /** The command whose help tells more; null for the tool's own. */
  readonly command: string | null;

  constructor(message: string, command: string | null = null) {
    super(message);
    this.name = 'UsageError';
    this.command = command;
  }
}
