/** Every command, as data: the bodies are loaded when they run. The order is that of the help. */
import type { Command, OptionSpec } from './command.ts';
import { checkFormats, listFormats, reportFormats } from './formats.ts';

type Options = { readonly [name: string]: OptionSpec };

const workspace: Options = {
  root: {
    kind: 'value',
    placeholder: 'DIR',
    summary: 'The workspace; default: the folder of sluice.config.json or of the repository',
  },
  config: {
    kind: 'value',
    short: 'c',
    placeholder: 'FILE',
    summary: 'Another configuration file than sluice.config.json',
  },
  'no-cache': { kind: 'switch', summary: 'Take nothing from earlier scans and keep nothing of this one' },
};

const state: Options = {
  state: {
    kind: 'value',
    placeholder: 'FILE',
    summary: 'Take the state from a file: of `sluice snapshot`, or a flagd definition',
  },
  offline: { kind: 'switch', summary: 'Use the last known state and contact nobody' },
};

const plane: Options = {
  'control-plane': {
    kind: 'value',
    placeholder: 'NAME',
    summary: 'One of several control planes, by its name in sluice.config.json',
  },
};

const talk: Options = {
  quiet: { kind: 'switch', short: 'q', summary: 'Nothing on stderr but errors' },
  verbose: { kind: 'switch', short: 'v', summary: 'Say on stderr what is done, and how long it took' },
};

const report = (formats: readonly string[]): Options => ({
  format: {
    kind: 'value',
    short: 'f',
    placeholder: 'FORMAT',
    values: formats,
    summary: `One of ${formats.join(', ')}; default: ${formats[0] ?? ''}`,
  },
  output: {
    kind: 'value',
    short: 'o',
    placeholder: 'FILE',
    summary: 'Write the report to a file instead of stdout',
  },
});

const scope: Options = {
  environment: { kind: 'value', short: 'e', placeholder: 'E', summary: 'The environment' },
  datacenter: { kind: 'value', short: 'd', placeholder: 'D', summary: 'Only this datacenter' },
  server: { kind: 'value', short: 's', placeholder: 'S', summary: 'Only this server of the datacenter' },
};

const change: Options = {
  reason: { kind: 'value', short: 'r', placeholder: 'TEXT', summary: 'Why; it stands in the audit log' },
  yes: { kind: 'switch', short: 'y', summary: 'Do not ask, not even where real users are' },
};

const anyPaths = { fewest: 0, most: Infinity, label: 'files and folders' };
const noPositionals = { fewest: 0, most: 0, label: '' };
const oneKey = { fewest: 1, most: 1, label: 'a flag key' };

export const commands: readonly Command[] = [
  {
    name: 'check',
    group: 'Look',
    summary: 'Find what is wrong with the flags in the code',
    usage: '[PATH...] [options]',
    description: `Scans the code, joins every flag read with the live state of the control plane and
reports what is wrong. Without paths: the working directory. Without a control plane,
or when it does not answer, findings that need the state are left out: unknown is not
absent. The whole workspace is read in any case, because wrappers and constants may
be anywhere in it.`,
    positionals: anyPaths,
    options: {
      ...report(checkFormats),
      'fail-on': {
        kind: 'value',
        values: ['error', 'warning', 'info', 'hint', 'never'],
        summary: 'Exit with 1 from this severity on; default: warning',
      },
      ...state,
      'require-state': { kind: 'switch', summary: 'Exit with 2 where the state cannot be read completely' },
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice check', summary: 'This folder, against the live state' },
      {
        command: 'sluice check --require-state --format sarif -o sluice.sarif',
        summary: 'In a build that must not pass unchecked',
      },
      { command: 'sluice check src --state flags.snapshot.json', summary: 'The same result every time' },
    ],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'usages',
    group: 'Look',
    summary: 'List every place where code reads a flag',
    usage: '[PATH...] [options]',
    description: `Lists call sites with their keys. Contacts no control plane. Positions are 1-based,
columns count UTF-16 code units, ends are exclusive; the span is the key expression.`,
    positionals: anyPaths,
    options: { ...report(listFormats), ...workspace, ...talk },
    examples: [
      { command: 'sluice usages', summary: 'All call sites of this folder' },
      { command: 'sluice usages --format json packages/web', summary: 'For another program' },
    ],
    load: () => import('./commands/usages.ts'),
  },
  {
    name: 'flags',
    group: 'Look',
    summary: 'List flags with state, age, owner and references; say which can go',
    usage: '[KEY] [options]',
    description: `One line for each flag of the control plane: what it serves in each environment, for
how long it has served just that, who owns it, and how often the code reads it. With
--stale only those that can go, safely or with caution: what was looked at, since when it
is so, and which value survives. With a key, everything that was looked at.`,
    positionals: { fewest: 0, most: 1, label: 'one flag key' },
    options: {
      ...report(listFormats),
      stale: { kind: 'switch', summary: 'Only flags that are safe to remove, or to be removed with caution, and why' },
      ...plane,
      ...state,
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice flags', summary: 'What is there' },
      { command: 'sluice flags --stale', summary: 'What can go, and why' },
      { command: 'sluice flags new-checkout', summary: 'Why this one stays, or does not' },
    ],
    load: () => import('./commands/flags.ts'),
  },
  {
    name: 'report',
    group: 'Look',
    summary: 'Write a page about flag debt: health, age, owners, trend, what can go',
    usage: '[options]',
    description: `Writes one HTML page that needs nothing else and loads nothing, or the same as JSON: flags by
health, age, owner, kind and purpose, what is safe to remove now with the value that
survives and the places in code, and, compared with an earlier report, what was added,
removed, newly stale and resolved. Each report keeps the totals of those before it.
Without a state, the page says so and judges nothing.`,
    positionals: noPositionals,
    options: {
      format: {
        kind: 'value',
        short: 'f',
        placeholder: 'FORMAT',
        values: reportFormats,
        summary: `One of ${reportFormats.join(', ')}; default: ${reportFormats[0]}`,
      },
      output: {
        kind: 'value',
        short: 'o',
        placeholder: 'FILE',
        summary: 'The file; default: sluice-report.html, or sluice-report.json',
      },
      'compare-with': {
        kind: 'value',
        placeholder: 'FILE',
        summary: 'An earlier report, as JSON or as a page: show what changed since',
      },
      ...state,
      'require-state': { kind: 'switch', summary: 'Exit with 2 where the state cannot be read completely' },
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice report', summary: 'A page for the team' },
      {
        command: 'sluice report --format json --compare-with sluice-report.json',
        summary: 'Every night: the history grows by an entry',
      },
    ],
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'status',
    group: 'Look',
    summary: 'Show switches and valves per environment, datacenter and server',
    usage: '[KEY] [options]',
    description: `Desired is what the control plane says, observed what the server itself reported. A
server that has reported nothing is shown as "not reported", not as in agreement.
With several control planes: the state of each, what each says, and where those for the
same folder disagree (a migration). What cannot be known is never a disagreement.`,
    positionals: { fewest: 0, most: 1, label: 'one flag key' },
    options: {
      ...report(listFormats),
      compare: { kind: 'switch', summary: 'Only where control planes disagree' },
      'fail-on-difference': {
        kind: 'switch',
        summary: 'Exit with 1 where they disagree, with 2 where that cannot be told',
      },
      ...plane,
      ...state,
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice status new-checkout', summary: 'How far is it open, and where' },
      { command: 'sluice status --compare --fail-on-difference', summary: 'In the build of a migration' },
    ],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'flip',
    group: 'Change',
    summary: 'Turn a switch on or off, open or close a valve',
    usage: 'KEY (--on | --off | --to PERCENT) --environment E [options]',
    description: `Shows what will change, from what to what, and changes it. Where real users are, the
key has to be typed, or --yes given. The change is refused when somebody else changed
the flag meanwhile; nothing is ever sent twice.`,
    positionals: oneKey,
    options: {
      on: { kind: 'switch', summary: 'Everybody gets the feature' },
      off: { kind: 'switch', summary: 'Nobody gets it' },
      to: {
        kind: 'value',
        short: 't',
        placeholder: 'PERCENT',
        summary: 'This share of the load gets it: 0 to 100, in steps of 0.01',
      },
      ...scope,
      ...change,
      ...plane,
      ...workspace,
      ...talk,
    },
    examples: [
      { command: 'sluice flip new-checkout --on -e staging', summary: 'A switch' },
      {
        command: 'sluice flip new-search --to 5 -e production -d fra -r "first customers"',
        summary: 'A valve in one datacenter',
      },
    ],
    load: () => import('./commands/flip.ts'),
  },
  {
    name: 'rollback',
    group: 'Change',
    summary: 'Undo the last change of a flag in a scope',
    usage: 'KEY --environment E [options]',
    description: `Restores what exactly this scope served before its last change. Rolling back twice
brings the change back.`,
    positionals: oneKey,
    options: { ...scope, ...change, ...plane, ...workspace, ...talk },
    examples: [{ command: 'sluice rollback new-checkout -e production -r "error rate"', summary: 'Back, now' }],
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'import',
    group: 'Change',
    summary: 'Take flags of another system into the embedded control plane',
    usage: 'FILE [options]',
    description: `Reads a flagd definition, an Unleash export, LaunchDarkly flags or an export of Sluice, and
takes all its flags in or none. Flags that exist and differ refuse the import, unless
--update. Flags with rules that the control plane cannot hold are left out and listed,
unless --without-rules. A second import changes nothing. Needs an administrator's token.`,
    positionals: { fewest: 1, most: 1, label: 'a file' },
    options: {
      from: {
        kind: 'value',
        placeholder: 'FORMAT',
        values: ['auto', 'flagd', 'unleash', 'launchdarkly', 'sluice'],
        summary: 'The format of the file: flagd, unleash, launchdarkly or sluice; default: auto',
      },
      environment: {
        kind: 'value',
        short: 'e',
        placeholder: 'E',
        summary: 'The environment that a flagd definition is for; else: take only this one of the file',
      },
      map: {
        kind: 'value',
        placeholder: 'A=B,...',
        summary: 'Take these environments of the file, under these names',
      },
      update: { kind: 'switch', summary: 'Change flags that exist; only what differs' },
      'without-rules': {
        kind: 'switch',
        summary: 'Take flags with rules too: they serve what is served where no rule matches',
      },
      'dry-run': { kind: 'switch', summary: 'Tell what would be done, and do nothing' },
      format: { kind: 'value', short: 'f', values: listFormats, summary: 'How it tells what it did' },
      ...plane,
      root: workspace['root']!,
      config: workspace['config']!,
      ...talk,
    },
    examples: [
      { command: 'sluice import flags.flagd.json -e production --dry-run', summary: 'What would come in' },
      {
        command: 'sluice import launchdarkly.json --map prod=production,test=staging',
        summary: 'Two environments with other names here',
      },
    ],
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'serve',
    group: 'Run',
    summary: 'Run the embedded control plane and its dashboard',
    usage: '[options]',
    description: `Serves the API, live events and the dashboard. The first start prints an admin token, once.
Stop it with Ctrl-C; what was acknowledged is on disk.`,
    positionals: noPositionals,
    options: {
      host: { kind: 'value', placeholder: 'HOST', summary: 'The address to listen on; default: 127.0.0.1' },
      port: { kind: 'value', short: 'p', placeholder: 'PORT', summary: 'Default: 4650; 0 takes a free one' },
      'sync-port': {
        kind: 'value',
        placeholder: 'PORT',
        summary: 'For flagd in-process providers (gRPC); default: the port after --port; off for none',
      },
      data: { kind: 'value', placeholder: 'DIR', summary: 'Where the state is kept; default: .sluice' },
      project: {
        kind: 'value',
        placeholder: 'KEY',
        summary: 'The project to create at the first start; default: default',
      },
      seed: { kind: 'value', placeholder: 'FILE', summary: 'Flags for an empty project, from a file' },
      store: {
        kind: 'value',
        placeholder: 'URL',
        summary: 'Keep the state in PostgreSQL (postgres://…; or SLUICE_STORE), so that several can serve it',
      },
      'public-url': { kind: 'value', placeholder: 'URL', summary: 'Where people reach it, behind a reverse proxy' },
      'tls-key': { kind: 'value', placeholder: 'FILE', summary: 'Serve HTTPS with this private key (PEM)' },
      'tls-cert': { kind: 'value', placeholder: 'FILE', summary: 'The certificate of the key, with its chain (PEM)' },
      format: {
        kind: 'value',
        short: 'f',
        values: listFormats,
        summary: 'How it tells that it is up; json is one line',
      },
      ...talk,
    },
    examples: [{ command: 'sluice serve --data /var/lib/sluice', summary: 'Keep the state there' }],
    load: () => import('./commands/serve.ts'),
  },
  {
    name: 'audit',
    group: 'Run',
    summary: "Check that the embedded control plane's audit log is what was written",
    usage: 'verify [options]',
    description: `Recomputes the chain of hashes over all rows: a changed, removed, added or moved row is
named, and the exit code is 1. Changes nothing in a file. One that a running \`sluice serve\` has
open is in use: stop that one first (it checks the log at every start), or name a backup.
PostgreSQL can be checked at any time.`,
    positionals: { fewest: 1, most: 1, label: '"verify"' },
    options: {
      data: { kind: 'value', placeholder: 'DIR', summary: 'Where the state is kept; default: .sluice' },
      store: { kind: 'value', placeholder: 'URL', summary: 'The PostgreSQL that holds it (or SLUICE_STORE)' },
      format: { kind: 'value', short: 'f', values: listFormats, summary: 'How it tells what it found' },
      ...talk,
    },
    examples: [{ command: 'sluice audit verify --data /var/lib/sluice', summary: 'Is it what was written?' }],
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'lsp',
    group: 'Run',
    summary: 'Run the language server',
    usage: '--stdio',
    description: 'Speaks the Language Server Protocol on stdin and stdout. Editors start it.',
    positionals: noPositionals,
    options: {
      stdio: { kind: 'switch', summary: 'Talk over stdin and stdout; the only way there is' },
      clientProcessId: { kind: 'value', placeholder: 'PID', summary: 'Accepted, because clients send it' },
    },
    examples: [{ command: 'sluice lsp --stdio', summary: "What to put into an editor's configuration" }],
    load: () => import('./commands/lsp.ts'),
  },
  {
    name: 'snapshot',
    group: 'Run',
    summary: 'Write the state to a file, for reproducible runs with --state',
    usage: '[options]',
    description: `Reads all flags from the control plane. An incomplete state is not written: checks
would take what is missing for unknown. Of several control planes, all are written into
one file, or the one that is named.`,
    positionals: noPositionals,
    options: {
      output: { kind: 'value', short: 'o', placeholder: 'FILE', summary: 'The file; default: stdout' },
      ...plane,
      ...workspace,
      ...talk,
    },
    examples: [{ command: 'sluice snapshot -o flags.snapshot.json', summary: 'For a build without network' }],
    load: () => import('./commands/snapshot.ts'),
  },
  {
    name: 'export',
    group: 'Run',
    summary: 'Write the flags of the embedded control plane in the format of another system',
    usage: '[--to FORMAT] [options]',
    description: `Writes all flags with what they serve: for flagd, Unleash, LaunchDarkly, as an OpenFeature
manifest, or in the form that \`sluice import\` takes back whole. What a format cannot
hold is said on stderr.`,
    positionals: noPositionals,
    options: {
      to: {
        kind: 'value',
        short: 't',
        placeholder: 'FORMAT',
        values: ['sluice', 'flagd', 'unleash', 'launchdarkly', 'manifest'],
        summary: 'One of sluice, flagd, unleash, launchdarkly, manifest; default: sluice',
      },
      environment: { kind: 'value', short: 'e', placeholder: 'E', summary: 'Only this environment' },
      output: { kind: 'value', short: 'o', placeholder: 'FILE', summary: 'The file; default: stdout' },
      ...plane,
      root: workspace['root']!,
      config: workspace['config']!,
      ...talk,
    },
    examples: [
      { command: 'sluice export --to flagd -e production -o flags.flagd.json', summary: 'For flagd' },
      { command: 'sluice export --to manifest -o flags.json', summary: 'For the code generator of OpenFeature' },
    ],
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'token',
    group: 'Run',
    summary: 'Make, list, rotate and revoke the tokens of the embedded control plane',
    usage: '(list | create | rotate ID | revoke ID) [options]',
    description: `Needs a token of an administrator in SLUICE_TOKEN. A new secret is shown once, alone on stdout;
the control plane keeps only its hash. A rotated token keeps its id, name and role; the former
secret works on for the grace. A revoked one ends at once, with its sessions and streams.`,
    positionals: { fewest: 1, most: 2, label: 'what to do (list, create, rotate or revoke) and an id' },
    options: {
      name: { kind: 'value', placeholder: 'NAME', summary: 'Whose it is; it stands in the audit log' },
      role: {
        kind: 'value',
        placeholder: 'ROLE',
        values: ['viewer', 'operator', 'admin', 'sdk'],
        summary: 'One of viewer, operator, admin, sdk (for applications)',
      },
      expires: { kind: 'value', placeholder: 'WHEN', summary: 'A time, or in how long: 12h, 90d, 8w; default: never' },
      project: {
        kind: 'value',
        placeholder: 'KEY',
        summary: 'For this project alone; default: for all (role sdk: the one of the configuration)',
      },
      roles: {
        kind: 'value',
        placeholder: 'E=ROLE,…',
        summary: 'Other roles in some environments: viewer, operator, admin',
      },
      environment: { kind: 'value', short: 'e', placeholder: 'E', summary: 'Role sdk: the environment' },
      datacenter: { kind: 'value', short: 'd', placeholder: 'D', summary: 'Role sdk: only in this datacenter' },
      server: { kind: 'value', short: 's', placeholder: 'S', summary: 'Role sdk: only on this server' },
      grace: {
        kind: 'value',
        placeholder: 'TIME',
        summary: 'How long the former secret of a rotated token works on: seconds, 12h, at most 7d; default: 0',
      },
      format: {
        kind: 'value',
        short: 'f',
        placeholder: 'FORMAT',
        values: listFormats,
        summary: 'One of text, json; default: text',
      },
      ...plane,
      root: workspace['root']!,
      config: workspace['config']!,
      ...talk,
    },
    examples: [
      { command: 'sluice token create --name shop --role sdk -e production', summary: 'For an application' },
      {
        command: 'sluice token create --name mia --role viewer --roles staging=operator --expires 90d',
        summary: 'For a person who changes staging only',
      },
      { command: 'sluice token rotate tok_4Jx0aQ --grace 1h', summary: 'A new secret, and an hour to put it in place' },
    ],
    load: () => import('./commands/token.ts'),
  },
  {
    name: 'init',
    group: 'Set up',
    summary: 'Look at the workspace and write sluice.config.json',
    usage: '[options]',
    description: `Looks for SDKs in package.json files, for flag definition files, and for flag functions
and flag objects of the workspace's own that its code does not show to be ones. Says
what it found and why, asks about each, and writes a configuration.`,
    positionals: noPositionals,
    options: {
      url: { kind: 'value', placeholder: 'URL', summary: 'The control plane: where `sluice serve` runs' },
      project: { kind: 'value', placeholder: 'KEY', summary: 'The project in it' },
      yes: { kind: 'switch', short: 'y', summary: 'Accept all it proposes, and write without asking' },
      force: { kind: 'switch', summary: 'Replace a configuration that is there' },
      root: workspace['root']!,
      ...talk,
    },
    examples: [{ command: 'sluice init --url http://127.0.0.1:4650', summary: 'With the embedded control plane' }],
    load: () => import('./commands/init.ts'),
  },
];
