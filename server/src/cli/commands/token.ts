/** `sluice token` */
import { z } from 'zod';
import { parseDuration } from '../../config/durations.ts';
import { visible } from '../../core/text.ts';
import * as answers from '../../embedded/answers.ts';
import { environmentRole, role as roleSchema, type EnvironmentRole } from '../../embedded/shapes.ts';
import type { CommandInput, Io } from '../command.ts';
import { openEmbeddedApi, type EmbeddedApi } from '../embedded-api.ts';
import { exitCodes } from '../exit-codes.ts';
import { note } from '../terminal/log.ts';
import { tokensText } from '../reporters/tokens-text.ts';
import { styleFor } from '../terminal/style.ts';
import { UsageError } from '../usage-error.ts';

/** What each action takes; an option that has no meaning there would be ignored in silence otherwise. */
const actions: Readonly<Record<string, { readonly takesId: boolean; readonly options: readonly string[] }>> = {
  list: { takesId: false, options: [] },
  create: {
    takesId: false,
    options: ['name', 'role', 'expires', 'project', 'environment', 'datacenter', 'server', 'roles'],
  },
  rotate: { takesId: true, options: ['grace'] },
  revoke: { takesId: true, options: [] },
};
const ownOptions = [...new Set(Object.values(actions).flatMap(({ options }) => options))];

export async function run(input: CommandInput, io: Io): Promise<number> {
  const [action = '', id] = input.positionals;
  checkUse(action, id, input);
  const isJson = input.value('format') === 'json';
  const open = (): EmbeddedApi => openEmbeddedApi(input, io, 'Tokens are those of');
  if (action === 'create') return created(input, io, open);
  const api = open();
  if (action === 'list') {
    const { tokens } = await api.ask({ what: 'list the tokens', path: ['tokens'] }, answers.tokens);
    const style = styleFor(io.stdout.hasColors);
    io.stdout.write(isJson ? `${JSON.stringify({ tokens }, null, 2)}\n` : tokensText(tokens, io.now(), style));
  } else if (action === 'rotate') {
    const graceSeconds = graceOf(input.value('grace'));
    const request = {
      what: 'rotate the token',
      method: 'POST',
      path: ['tokens', id ?? '', 'rotate'],
      body: { graceSeconds },
    } as const;
    const until = graceSeconds === 0 ? 'does not work any more' : `works for ${graceSeconds} s more`;
    show(await api.ask(request, answers.newToken), `The former secret ${until}.`, input, io);
  } else {
    const request = { what: 'revoke the token', method: 'DELETE', path: ['tokens', id ?? ''] } as const;
    await api.ask(request, z.undefined());
    io.stdout.write(isJson ? `${JSON.stringify({ revoked: id })}\n` : `${visible(id ?? '')} is revoked.\n`);
  }
  return exitCodes.clean;
}

/** @throws UsageError */
function checkUse(action: string, id: string | undefined, input: CommandInput): void {
  const use = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!use) throw usage(`What to do is one of ${Object.keys(actions).join(', ')}, not "${visible(action)}".`);
  if (use.takesId && id === undefined) throw usage(`Name the token: sluice token ${action} ID; the list has the ids.`);
  if (!use.takesId && id !== undefined) throw usage(`"token ${action}" takes no id; "${visible(id)}" is one too many.`);
  const useless = ownOptions.find((option) => input.has(option) && !use.options.includes(option));
  if (useless !== undefined) throw usage(`--${useless} has no meaning for "token ${action}".`);
}

async function created(input: CommandInput, io: Io, open: () => EmbeddedApi): Promise<number> {
  const name = input.value('name');
  const role = roleSchema.safeParse(input.value('role')).data;
  if (name === null || role === undefined) throw usage('A token needs --name and --role.');
  const expiresAt = expiryOf(input.value('expires'), io.now());
  const environmentRoles = rolesOf(input.value('roles'));
  const api = open();
  const body = {
    name,
    role,
    expiresAt,
    // An application's token has to be for one project; which one it is, the configuration says already.
    project: input.value('project') ?? (role === 'sdk' ? api.project : null),
    environment: input.value('environment'),
    datacenter: input.value('datacenter'),
    server: input.value('server'),
    environmentRoles,
  };
  const made = await api.ask({ what: 'make the token', method: 'POST', path: ['tokens'], body }, answers.newToken);
  const end = expiresAt === null ? 'It does not expire.' : `It expires at ${expiresAt}.`;
  show(made, end, input, io);
  return exitCodes.clean;
}

/** The secret alone goes to stdout, so that it can be put into a variable or a file. */
function show(token: z.infer<typeof answers.newToken>, more: string, input: CommandInput, io: Io): void {
  const isJson = input.value('format') === 'json';
  io.stdout.write(isJson ? `${JSON.stringify(token)}\n` : `${token.token}\n`);
  note(input, io, `${token.role} token "${visible(token.name)}" (${token.id}), shown only this once. ${more}`);
}

/** ISO 8601 in UTC; null: never. @throws UsageError */
function expiryOf(text: string | null, now: number): string | null {
  if (text === null) return null;
  const duration = parseDuration(text);
  const isTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const time = duration !== null ? now + duration : isTime ? Date.parse(text) : Number.NaN;
  const date = new Date(time);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw usage(
    `--expires takes a time such as 2027-02-01 or 2027-02-01T12:00:00Z, or a duration such as 90d, not "${visible(text)}".`,
  );
}

/** "staging=operator,production=viewer". @throws UsageError */
function rolesOf(text: string | null): Readonly<Record<string, EnvironmentRole>> {
  const roles = new Map<string, EnvironmentRole>();
  for (const pair of text?.split(',') ?? []) {
    const [environment, name, ...rest] = pair.split('=').map((part) => part.trim());
    const role = environmentRole.safeParse(name).data;
    if (!environment || role === undefined || rest.length > 0 || roles.has(environment)) {
      throw usage(
        `--roles takes ENVIRONMENT=ROLE, separated by commas, each environment once; the roles are ${environmentRole.options.join(', ')}.`,
      );
    }
    roles.set(environment, role);
  }
  return Object.fromEntries(roles);
}

/** @throws UsageError */
function graceOf(text: string | null): number {
  if (text === null) return 0;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : null;
  const ms = seconds === null ? parseDuration(text) : seconds * 1000;
  if (ms !== null) return ms / 1000;
  throw usage(`--grace takes seconds, or a duration such as 12h or 7d, not "${visible(text)}".`);
}

function usage(message: string): UsageError {
  return new UsageError(message, 'token');
}
