/** What `--help` shows. */
import type { Command, OptionSpec } from './command.ts';
import type { Style } from './terminal/style.ts';

const groups = ['Look', 'Change', 'Run', 'Set up'] as const;

/** The overview: every command in one line. */
export function overviewHelp(commands: readonly Command[], style: Style): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const sections = groups.map((group) => {
    const lines = commands
      .filter((command) => command.group === group)
      .map(({ name, summary }) => `  ${style('cyan', name.padEnd(width))}  ${summary}`);
    return [style('bold', group), ...lines].join('\n');
  });
  return `${style('bold', 'sluice')}: feature-flag hygiene for the editor and for CI

${style('bold', 'Usage')}
  sluice COMMAND [options]

${sections.join('\n\n')}

${style('bold', 'Examples')}
  sluice init                                     look at the workspace and write sluice.config.json
  sluice check                                    what is wrong with the flags in this folder
  sluice flip new-checkout --to 25 -e production  open a valve to 25 %

${style('bold', 'Environment')}
  SLUICE_URL         the control plane, where the configuration does not name it
  SLUICE_TOKEN       its token; sent to the origin of SLUICE_URL alone, without that to this machine
  SLUICE_CACHE_DIR   where the last known state is kept

Exit codes: 0 clean, 1 findings, 2 could not run, 101 a mistake in Sluice.
\`sluice COMMAND --help\` tells more about a command.
`;
}

/** One command with its options and examples. */
export function commandHelp(command: Command, style: Style): string {
  const options = {
    ...command.options,
    help: { kind: 'switch', short: 'h', summary: 'Show this help' } satisfies OptionSpec,
  };
  const rows = Object.entries(options).map(([name, spec]) => ({ left: optionLabel(name, spec), right: spec.summary }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  const examples = command.examples.map((example) => `  ${style('dim', `# ${example.summary}`)}\n  ${example.command}`);
  return `${style('bold', `sluice ${command.name}`)}: ${command.summary}

${style('bold', 'Usage')}
  sluice ${command.name}${command.usage === '' ? '' : ` ${command.usage}`}

${command.description}

${style('bold', 'Options')}
${rows.map(({ left, right }) => `  ${style('cyan', left.padEnd(width))}  ${right}`).join('\n')}

${style('bold', 'Examples')}
${examples.join('\n\n')}
`;
}

function optionLabel(name: string, spec: OptionSpec): string {
  const short = spec.short ? `-${spec.short}, ` : '    ';
  const value = spec.kind === 'switch' ? '' : ` ${spec.placeholder ?? spec.values?.join('|') ?? 'VALUE'}`;
  return `${short}--${name}${value}`;
}
