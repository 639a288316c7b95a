/** What serves, keeps and hands on. */
import type { Command } from '../command.ts';
import { listFormats } from '../formats.ts';
import { workspace, plane, talk, noPositionals } from './options.ts';

export const runCommands: readonly Command[] = [
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
      'max-reads': {
        kind: 'value',
        placeholder: 'N',
        summary: 'Requests that read, per second and token or browser; ten times as many at once; default: 500',
      },
      'max-writes': {
        kind: 'value',
        placeholder: 'N',
        summary: 'The same for requests that change something; default: 100',
      },
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
    load: () => import('../commands/serve.ts'),
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
    load: () => import('../commands/audit.ts'),
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
    load: () => import('../commands/lsp.ts'),
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
    load: () => import('../commands/snapshot.ts'),
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
    load: () => import('../commands/export.ts'),
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
    load: () => import('../commands/token.ts'),
  },
];
