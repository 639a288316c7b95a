/** What a command of the command line is: data for the help and the parser, and a body that is loaded when it runs. */

export interface OptionSpec {
  /** `switch` stands alone, `value` takes one. */
  readonly kind: 'switch' | 'value';
  readonly short?: string;
  /** What the help calls the value: FILE, PERCENT. */
  readonly placeholder?: string;
  readonly summary: string;
  /** The only values allowed. */
  readonly values?: readonly string[];
}

interface Example {
  readonly command: string;
  readonly summary: string;
}

export interface Command {
  readonly name: string;
  readonly group: 'Look' | 'Change' | 'Run' | 'Set up';
  readonly summary: string;
  /** After "sluice NAME". */
  readonly usage: string;
  /** More than the summary says; paragraphs of lines that fit a terminal. */
  readonly description: string;
  readonly positionals: { readonly fewest: number; readonly most: number; readonly label: string };
  readonly options: { readonly [name: string]: OptionSpec };
  readonly examples: readonly Example[];
  load(): Promise<CommandBody>;
}

interface CommandBody {
  /** Resolves to the exit code. Throws UsageError, ConfigurationError or ControlPlaneError for expected trouble. */
  run(input: CommandInput, io: Io): Promise<number>;
}

/** What a person typed, after the parser accepted it. */
export interface CommandInput {
  readonly positionals: readonly string[];
  has(option: string): boolean;
  /** Given several times, the last one. */
  value(option: string): string | null;
  /** Of an option that may be given several times. */
  values(option: string): readonly string[];
}

export interface OutputStream {
  readonly isTerminal: boolean;
  readonly hasColors: boolean;
  write(text: string): void;
}

/** The process as a command sees it. stdout carries the report only, stderr everything else. */
export interface Io {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** ms since the epoch. */
  now(): number;
  /** Asks a person and resolves to the line they type; null where nobody can answer. */
  ask(question: string): Promise<string | null>;
}
