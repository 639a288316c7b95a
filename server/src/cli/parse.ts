/** argv -> a command and its input, or a UsageError that says what was probably meant. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { suggest } from '../config/suggest.ts';
import { visible } from '../core/text.ts';
import type { Command, CommandInput, OptionSpec } from './command.ts';
import { UsageError } from './usage-error.ts';

export type Parsed =
  | { readonly kind: 'version' }
  /** `isAsked` false: no command was given. */
  | { readonly kind: 'help'; readonly command: Command | null; readonly isAsked: boolean }
  | { readonly kind: 'run'; readonly command: Command; readonly input: CommandInput };

const helpOption: OptionSpec = { kind: 'switch', short: 'h', summary: 'Show this help' };
const versionOption: OptionSpec = { kind: 'switch', short: 'V', summary: 'Show the version' };

/** Parses what follows the name of the program. Throws UsageError. */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Parsed {
  const [first, ...rest] = argv;
  if (first === undefined) return { kind: 'help', command: null, isAsked: false };
  if (first.startsWith('-')) {
    const { options } = parseOptions(argv, { help: helpOption, version: versionOption }, null);
    return options.has('version') ? { kind: 'version' } : { kind: 'help', command: null, isAsked: true };
  }
  if (first === 'help') {
    const [topic] = rest;
    return { kind: 'help', command: topic === undefined ? null : findCommand(topic, commands), isAsked: true };
  }
  const command = findCommand(first, commands);
  const { options, positionals } = parseOptions(rest, { ...command.options, help: helpOption }, command.name);
  if (options.has('help')) return { kind: 'help', command, isAsked: true };
  checkPositionals(command, positionals);
  return {
    kind: 'run',
    command,
    input: {
      positionals,
      has: (option) => options.has(option),
      value: (option) => options.get(option)?.at(-1) ?? null,
      values: (option) => options.get(option) ?? [],
    },
  };
}

function findCommand(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  const known = commands.map((command) => command.name);
  throw new UsageError(
    `There is no command "${visible(name)}".${hint(suggest(name, known)) || ` The commands are ${known.join(', ')}.`}`,
  );
}

interface ParsedOptions {
  /** In the order given. A switch has the value ''. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
}

type Specs = { readonly [name: string]: OptionSpec };

/** `parseArgs` splits; what is allowed is decided here, because its own messages name no alternative. */
function parseOptions(argv: readonly string[], specs: Specs, command: string | null): ParsedOptions {
  const config: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, spec] of Object.entries(specs)) {
    config[name] = {
      type: spec.kind === 'switch' ? 'boolean' : 'string',
      ...(spec.short ? { short: spec.short } : {}),
    };
  }
  const { tokens } = parseArgs({
    args: [...argv],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (!spec) throw unknownOption(token.rawName, specs, command);
    const value = valueOf(token, spec, command);
    const given = options.get(token.name);
    if (given) given.push(value);
    else options.set(token.name, [value]);
  }
  return { options, positionals };
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valueOf(token: OptionToken, spec: OptionSpec, command: string | null): string {
  if (spec.kind === 'switch') {
    if (token.value === undefined) return '';
    throw new UsageError(`${token.rawName} takes no value.`, command);
  }
  const placeholder = spec.values?.join('|') ?? spec.placeholder ?? 'VALUE';
  const isNextOption = !token.inlineValue && /^-./.test(token.value ?? '');
  if (token.value === undefined || token.value === '' || isNextOption) {
    throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${placeholder}.`, command);
  }
  if (spec.values && !spec.values.includes(token.value)) {
    const near = hint(suggest(token.value, spec.values));
    throw new UsageError(
      `${token.rawName} is one of ${spec.values.join(', ')}, not "${visible(token.value)}".${near}`,
      command,
    );
  }
  return token.value;
}

function unknownOption(rawName: string, specs: Specs, command: string | null): UsageError {
  const name = rawName.replace(/^-+/, '');
  const near = suggest(name, Object.keys(specs)).map((known) => `--${known}`);
  const where = command ? ` of \`sluice ${command}\`` : '';
  return new UsageError(`${visible(rawName)} is not an option${where}.${hint(near)}`, command);
}

function checkPositionals({ name, positionals: { fewest, most, label } }: Command, given: readonly string[]): void {
  if (given.length < fewest) throw new UsageError(`\`sluice ${name}\` needs ${label}.`, name);
  const extra = given[most];
  if (extra === undefined) return;
  const allowed = most === 0 ? 'takes no arguments' : `takes ${label} only`;
  throw new UsageError(`\`sluice ${name}\` ${allowed}; "${visible(extra)}" is one too many.`, name);
}

function hint(near: readonly string[]): string {
  const [best] = near;
  return best === undefined ? '' : ` Did you mean ${best}?`;
}
