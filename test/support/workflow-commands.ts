/**
 * Which commands GitHub's runner takes out of a log: a line that begins with `::name ...::`, white space aside, and
 * `##[name ...]` anywhere in a line. Written after the runner's own parser, apart from the reporter that is tested with it.
 */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: { readonly [name: string]: string };
  readonly data: string;
}

const names = new Set(
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  ),
);

/** In order. */
export function workflowCommands(log: string): readonly WorkflowCommand[] {
  // The runner reads lines as .NET does.
  return log.split(/\r\n|\n|\r/).flatMap((line) => newCommand(line.trimStart()) ?? oldCommand(line) ?? []);
}

function newCommand(line: string): WorkflowCommand | null {
  if (!line.startsWith('::')) return null;
  const end = line.indexOf('::', 2);
  if (end < 0) return null;
  return command(line.slice(2, end), ',', line.slice(end + 2), [
    ['%3A', ':'],
    ['%2C', ','],
  ]);
}

function oldCommand(line: string): WorkflowCommand | null {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return null;
  return command(line.slice(start + 3, end), ';', line.slice(end + 1), [
    ['%3B', ';'],
    ['%5D', ']'],
  ]);
}

function command(
  head: string,
  separator: string,
  data: string,
  more: readonly (readonly [string, string])[],
): WorkflowCommand | null {
  const [name = '', ...rest] = head.split(' ');
  if (!names.has(name.toLowerCase())) return null;
  const pairs = rest
    .join(' ')
    .split(separator)
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at), unescaped(part.slice(at + 1), more)] as const;
    });
  return { name, properties: Object.fromEntries(pairs), data: unescaped(data, []) };
}

function unescaped(text: string, more: readonly (readonly [string, string])[]): string {
  const all = [['%0D', '\r'] as const, ['%0A', '\n'] as const, ...more, ['%25', '%'] as const];
  return all.reduce((result, [escape, character]) => result.replaceAll(escape, character), text);
}
