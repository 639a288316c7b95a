/**
 * Commands for clients that know nothing of Sluice. They can ask only by `window/showMessageRequest`, so a change is confirmed by a
 * button that says what, where, from and to. A critical environment asks for the key to be typed, which they cannot do: there the
 * exact command line is shown instead.
 */
import {
  ErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type ExecuteCommandParams,
  type MessageActionItem,
} from 'vscode-languageserver';
import { formatShare, fullShare } from '../core/state/serving.ts';
import { quoteKey, visible } from '../core/text.ts';
import { serverCommands, type FlagSummary, type ScopeSummary, type WriteResult } from '../protocol.ts';
import type { ServerContext } from './context.ts';
import { dashboardPage } from './dashboard.ts';
import type { Folders } from './folders.ts';
import { ambiguity, planeOfFlag, summaryOf, type FlagRef, type PlaneRef } from './planes.ts';
import { shellCommand } from './shell-command.ts';
import { rollback, rollbackTarget, setShare, shareRefusal } from './writes.ts';

/** Steps that a valve is offered, in 1/100 %. */
const valveSteps = [0, 100, 500, 1000, 2500, 5000, 7500, fullShare];

export interface Commands {
  execute(params: ExecuteCommandParams): Promise<null>;
}

export function createCommands(context: ServerContext, folders: Folders, refresh: () => Promise<unknown>): Commands {
  const { window } = context.connection;
  /** The title that was chosen, or null. */
  const ask = async (message: string, titles: readonly string[]): Promise<string | null> => {
    const items = titles.map((title): MessageActionItem => ({ title }));
    return (await window.showWarningMessage(message, ...items))?.title ?? null;
  };
  /** The library's own `show…Message` are requests even where there is nothing to choose. */
  const say = (type: MessageType, message: string): void =>
    void context.connection.sendNotification(ShowMessageNotification.type, { type, message });
  const tell = (result: WriteResult): void => say(result.ok ? MessageType.Info : MessageType.Error, result.message);

  const target = async (about: FlagRef & { readonly key: string }): Promise<Target | null> => {
    const { key } = about;
    if (!context.client.isTrusted) {
      say(MessageType.Error, 'This workspace is not trusted: nothing can be changed from it.');
      return null;
    }
    const unclear = ambiguity(folders, about);
    if (unclear !== null) {
      say(MessageType.Error, unclear);
      return null;
    }
    const place = planeOfFlag(folders, about);
    const flag = place?.plane.flag(key);
    const summary = place && flag ? summaryOf(place, flag) : null;
    if (!place || !summary) {
      say(MessageType.Error, `The state holds no flag ${quoteKey(key)}.`);
      return null;
    }
    const environment = await chooseEnvironment(summary, ask);
    return environment && { place, flag: summary, environment };
  };

  const change = async ({ place, flag, environment }: Target, share: number): Promise<void> => {
    const { key, scope } = writeOf(flag, environment);
    const refusal = await shareRefusal(place, { key, scope, share });
    if (refusal !== null) {
      say(MessageType.Error, refusal);
      return;
    }
    if (environment.critical) {
      const command = shellCommand([
        'sluice',
        'flip',
        flag.key,
        ...shareOption(flag, share),
        '--environment',
        environment.environment,
        ...planeOption(place),
      ]);
      say(
        MessageType.Error,
        `${visible(environment.environment, 60)} is critical, and here the key cannot be typed to confirm. Run: ${command}`,
      );
      return;
    }
    const to = flag.kind === 'switch' ? (share === 0 ? 'off' : 'on') : formatShare(share);
    const action = flag.kind === 'switch' ? `Switch ${to}` : `Set to ${to}`;
    const question = `${whose(place)}${quoteKey(flag.key)} in ${visible(environment.environment, 60)}: ${environment.serving} → ${to}?`;
    if ((await ask(question, [action, 'Cancel'])) !== action) return;
    tell(await setShare(place, { ...writeOf(flag, environment), share }));
  };

  const handlers: { readonly [command: string]: (about: FlagRef) => Promise<unknown> } = {
    [serverCommands.flipSwitch]: async (about) => {
      const chosen = await target(required(about));
      if (chosen) await change(chosen, chosen.environment.share === fullShare ? 0 : fullShare);
    },
    [serverCommands.setValve]: async (about) => {
      const chosen = await target(required(about));
      if (!chosen) return;
      const steps = valveSteps.filter((step) => step !== chosen.environment.share);
      const step = await ask(
        `${quoteKey(chosen.flag.key)} serves ${chosen.environment.serving} now. Serve how much?`,
        steps.map(formatShare),
      );
      const share = steps.find((each) => formatShare(each) === step);
      if (share !== undefined) await change(chosen, share);
    },
    [serverCommands.rollback]: async (about) => {
      const chosen = await target(required(about));
      if (!chosen) return;
      const { place, flag, environment } = chosen;
      if (environment.critical) {
        const command = shellCommand([
          'sluice',
          'rollback',
          flag.key,
          '--environment',
          environment.environment,
          ...planeOption(place),
        ]);
        say(
          MessageType.Error,
          `${visible(environment.environment, 60)} is critical, and here the key cannot be typed to confirm. Run: ${command}`,
        );
        return;
      }
      const write = writeOf(flag, environment);
      const before = await rollbackTarget(place, write);
      const where = `${whose(place)}${quoteKey(flag.key)} in ${visible(environment.environment, 60)}`;
      if (before.kind === 'refused') {
        say(MessageType.Error, before.message);
        return;
      }
      if (before.kind === 'none') {
        say(
          MessageType.Info,
          `There is nothing to roll back: ${where} has not been changed since the flag was created.`,
        );
        return;
      }
      const to = before.kind === 'known' ? before.serving : 'what it served before';
      const question = `Undo the last change of ${where}: ${environment.serving} → ${to}?`;
      if ((await ask(question, ['Roll back', 'Cancel'])) === 'Roll back') tell(await rollback(place, write));
    },
    [serverCommands.openDashboard]: async (about) => {
      const place = context.client.isTrusted ? planeOfFlag(folders, about) : null;
      const uri = place && (await dashboardPage(place.plane, about.key));
      if (!uri) say(MessageType.Error, 'There is no dashboard to open.');
      else if (!context.client.showDocument) say(MessageType.Info, `The dashboard: ${uri}`);
      else if (!(await window.showDocument({ uri, external: true })).success)
        say(MessageType.Info, `The dashboard: ${uri}`);
    },
    [serverCommands.refresh]: refresh,
  };

  return {
    async execute({ command, arguments: values }) {
      const handler = Object.hasOwn(handlers, command) ? handlers[command] : undefined;
      if (!handler) throw new ResponseError(ErrorCodes.InvalidParams, `Sluice has no command ${visible(command)}.`);
      const [key, controlPlane] = Array.isArray(values) ? values : [];
      await handler({
        key: typeof key === 'string' ? key : null,
        ...(typeof controlPlane === 'string' ? { controlPlane } : {}),
      });
      return null;
    },
  };
}

interface Target {
  readonly place: PlaneRef;
  readonly flag: FlagSummary;
  readonly environment: ScopeSummary;
}

async function chooseEnvironment(
  flag: FlagSummary,
  ask: (message: string, titles: readonly string[]) => Promise<string | null>,
): Promise<ScopeSummary | null> {
  const environments = flag.scopes.filter(({ datacenter, server }) => datacenter === null && server === null);
  if (environments.length < 2) return environments[0] ?? null;
  const titles = environments.map(({ environment, serving }) => `${visible(environment, 40)} (${serving})`);
  const chosen = await ask(`Where should ${quoteKey(flag.key)} change?`, titles);
  return environments[titles.findIndex((title) => title === chosen)] ?? null;
}

function writeOf(flag: FlagSummary, { environment, datacenter, server }: ScopeSummary) {
  return {
    key: flag.key,
    scope: { environment, datacenter, server },
    expectedRevision: flag.revision ?? '',
    reason: null,
  };
}

function shareOption(flag: FlagSummary, share: number): string[] {
  if (flag.kind === 'switch') return [share === 0 ? '--off' : '--on'];
  return ['--to', String(share / 100)];
}

/** What a question begins with where there are several control planes: "legacy: ". */
function whose({ id, plane }: PlaneRef): string {
  return id === null ? '' : `${plane.name}: `;
}

function planeOption({ id, plane }: PlaneRef): string[] {
  return id === null ? [] : ['--control-plane', plane.name];
}

function required(about: FlagRef): FlagRef & { readonly key: string } {
  const { key } = about;
  if (key !== null) return { ...about, key };
  throw new ResponseError(ErrorCodes.InvalidParams, 'The first argument must be a flag key.');
}
