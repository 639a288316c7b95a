/**
 * Connects one control plane of a folder's session, and keeps to what the person allowed: an untrusted workspace uses no
 * network, a URL from the repository is asked about, a token goes to the origin it is bound to.
 */
import { ConfigurationError } from '../config/configuration-error.ts';
import type { ConfiguredControlPlane } from '../config/control-planes.ts';
import { environmentSuffix } from '../config/environment-suffix.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { ControlPlane } from '../control-planes/control-plane.ts';
import {
  boundCredentials,
  environmentCredentials,
  namedCredentials,
  noCredentials,
  type Credentials,
} from '../control-planes/credentials.ts';
import {
  baseUrlOf,
  createControlPlane,
  criticalEnvironments,
  isFile,
  lacksAddress,
  originOf,
  snapshotIdentity,
  withAddress,
  withCritical,
  type ControlPlaneConfig,
} from '../control-planes/registry.ts';
import type { SnapshotIdentity } from '../control-planes/snapshots/snapshot-cache.ts';
import { connectRequest, type ConnectParams, type ConnectResult } from '../protocol.ts';
import type { Refusal, SessionPlane } from '../session/session.ts';
import type { ServerContext } from './context.ts';
import type { OwnSetting } from './own-control-plane.ts';

export interface StateConnection {
  /** Connects, or connects again (another token, another configuration). Ends when the state was read once, or why not is known. */
  connect(): Promise<void>;
  /** Reads the state again; connects where there is no connection. */
  refresh(): Promise<void>;
  /** Ends when no connecting is under way: the state was read, or why not is known. Never rejects. */
  settled(): Promise<void>;
  /** Under which name the state in use is kept on disk; null where it is not. */
  identity(): SnapshotIdentity | null;
  /** To be called when the control plane's state changed: a token that is refused is asked for again, once. */
  stateChanged(): void;
  dispose(): void;
}

export interface StateConnectionOptions {
  readonly context: ServerContext;
  /** The control plane to connect. */
  readonly plane: SessionPlane;
  /** What the configuration says of it; null: nothing. */
  readonly configured: ConfiguredControlPlane | null;
  /** False where it is one of several. */
  readonly isOnly: boolean;
  readonly loaded: LoadedConfig;
  /** False for documents outside of every folder: there, only the person's own control plane counts. */
  readonly isFolder: boolean;
  /** Why there is no configuration to go by; null where there is one. */
  readonly brokenConfig: string | null;
  /** The status may be another one although the state is not. */
  changed(): void;
}

type Where = Pick<Refusal, 'controlPlane' | 'origin'>;

type Contact =
  | {
      readonly kind: 'plane';
      readonly plane: ControlPlane;
      readonly identity: SnapshotIdentity | null;
      readonly token: string | null;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'none' };

export function createStateConnection(options: StateConnectionOptions): StateConnection {
  const { context, plane } = options;
  let refusal: Refusal | null = null;
  /** The token in use; only to see whether another one is offered after it was refused. */
  let token: string | null = null;
  let identity: SnapshotIdentity | null = null;
  let isConnected = false;
  let isAskingAgain = false;
  let generation = 0;

  const use = async (contact: Contact, mine: number): Promise<void> => {
    if (mine !== generation) return;
    refusal = contact.kind === 'refused' ? contact.refusal : null;
    isConnected = contact.kind === 'plane';
    token = contact.kind === 'plane' ? contact.token : null;
    identity = contact.kind === 'plane' ? contact.identity : null;
    plane.setControlPlane(contact.kind === 'plane' ? contact.plane : null, refusal);
    options.changed();
    if (contact.kind !== 'plane') return;
    await plane.refreshState();
    if (mine === generation) plane.watchState();
  };

  /** The latest question whether and how to connect, as long as it is open. */
  let asking: Promise<Contact> | null = null;

  /** The latest connecting, as long as it is under way. */
  let connecting: Promise<void> | null = null;

  const connect = (): Promise<void> => {
    const mine = connectOnce().finally(() => {
      if (connecting === mine) connecting = null;
    });
    connecting = mine;
    return mine;
  };

  const settled = async (): Promise<void> => {
    const latest = connecting;
    if (latest === null) return;
    await latest.catch(() => undefined);
    // Meanwhile it may be connecting anew.
    await settled();
  };

  const connectOnce = async (): Promise<void> => {
    const mine = ++generation;
    // While it is being asked, a change of another control plane must not ask once more.
    isAskingAgain = true;
    const question = contactOf(options, false).finally(() => {
      if (mine === generation) isAskingAgain = false;
      if (asking === question) asking = null;
    });
    asking = question;
    await use(await question, mine);
  };

  const askAgain = async (): Promise<void> => {
    const mine = generation;
    const contact = await contactOf(options, true);
    const isNew =
      contact.kind === 'refused' || (contact.kind === 'plane' && contact.token !== null && contact.token !== token);
    if (isNew && mine === generation) {
      isAskingAgain = false;
      await use(contact, ++generation);
    }
  };

  return {
    connect,
    async refresh() {
      // What is about to be replaced is not asked once more: the person may just have signed out of it.
      if (isConnected) await asking?.catch(() => undefined);
      if (refusal === null) await plane.refreshState();
      else await connect();
    },
    settled,
    identity: () => identity,
    stateChanged() {
      const isRefused = plane.state().status.problemKind === 'auth' && token !== null;
      if (!isRefused || !context.client.isSluice || isAskingAgain) return;
      isAskingAgain = true;
      askAgain().catch((error: unknown) => context.logger.warn(`Could not ask for another token: ${String(error)}`));
    },
    dispose() {
      generation++;
    },
  };
}

async function contactOf(options: StateConnectionOptions, rejectedToken: boolean): Promise<Contact> {
  const { context, plane, brokenConfig } = options;
  const ownProblem = context.client.controlPlaneProblem;
  // What a setting was meant to replace is not what the person wanted.
  if (ownProblem !== null && options.isOnly) return refuse(ownProblem, 'configuration');
  const { config, source } = chosen(options);
  if (config === null) return brokenConfig === null ? { kind: 'none' } : refuse(brokenConfig, 'configuration');
  if (isFile(config)) return contactAt(config, noCredentials, options, null);

  const base = baseUrlOf(config);
  if (base === null) return refuse(withoutAddress(options), 'invalid');
  if (!base.ok) return refuse(`The control plane's URL cannot be used: ${base.reason}.`, 'invalid');
  const { origin, href } = base.url;
  const where = { controlPlane: `${config.kind} at ${href.replace(/\/$/, '')}`, origin };
  if (!context.client.isTrusted) {
    return refuse(
      'This workspace is not trusted, so no control plane is asked and nothing can be changed.',
      'untrusted',
      where,
    );
  }
  if (!context.client.isSluice) return environmentPlane(config, options, where);

  // The question may stay open for long; until then nobody should read that there is no control plane.
  if (plane.state().status.kind === 'off') plane.setControlPlane(null, { problem: null, problemKind: null, ...where });
  const params: ConnectParams = { origin, url: href, source, rejectedToken };
  const answer = readAnswer(await context.connection.sendRequest<unknown>(connectRequest, params));
  if (!answer.allowed)
    return refuse(`Not connected to ${origin}: nobody has agreed to contact it.`, 'not-allowed', where);
  const credentials = boundCredentials({ origin, token: answer.token });
  return contactAt(config, credentials, options, answer.token);
}

function withoutAddress({ plane: { name }, isOnly }: StateConnectionOptions): string {
  return isOnly
    ? 'The configuration names a control plane but no URL. Set controlPlane.url or SLUICE_URL.'
    : `The configuration names the control plane ${JSON.stringify(name)} but no URL. Set its url or SLUICE_URL_${environmentSuffix(name)}.`;
}

function environmentPlane(config: ControlPlaneConfig, options: StateConnectionOptions, where: Where): Contact {
  const { context, plane, isOnly } = options;
  try {
    const credentials = isOnly ? environmentCredentials(context.env) : namedCredentials(context.env, plane.name);
    return contactAt(config, credentials, options, null);
  } catch (error) {
    if (error instanceof ConfigurationError) return refuse(error.message, 'configuration', where);
    throw error;
  }
}

interface Chosen {
  readonly config: ControlPlaneConfig | null;
  readonly source: ConnectParams['source'];
}

/** The person's own setting wins; then the environment of the process, which is theirs too; then what the repository says. */
function chosen(options: StateConnectionOptions): Chosen {
  const { context, loaded, isFolder, isOnly, configured } = options;
  const own = context.client.controlPlane;
  const config = configured?.config ?? null;
  if (!isOnly) return chosenOfSeveral(config, own);
  if (own !== null && isFolder && config !== null && isLeftTo(config, own)) return { config, source: 'user' };
  if (own !== null) return { config: withCritical(own.config, config && criticalEnvironments(config)), source: 'user' };
  const source = loaded.controlPlaneSource === 'environment' ? 'user' : 'repository';
  return isFolder || source === 'user' ? { config, source } : { config: null, source };
}

/** The setting says where; what it leaves open about what runs there, the workspace may say. */
function isLeftTo(config: ControlPlaneConfig, own: OwnSetting): boolean {
  if (!isAt(config, own)) return false;
  return config.kind === own.config.kind ? !own.isProjectGiven : !own.isKindGiven;
}

/**
 * The setting names one address: it cannot take the place of several control planes. It stands in for an address that the
 * configuration leaves out, and what is at it is the person's own choice.
 */
function chosenOfSeveral(config: ControlPlaneConfig | null, own: OwnSetting | null): Chosen {
  if (config === null || own === null) return { config, source: 'repository' };
  const url = baseUrlOf(own.config);
  if (config.kind === own.config.kind && lacksAddress(config) && url?.ok)
    return { config: withAddress(config, url.url.href), source: 'user' };
  return { config, source: isAt(config, own) ? 'user' : 'repository' };
}

function isAt(config: ControlPlaneConfig, own: OwnSetting): boolean {
  const origin = originOf(config);
  return origin !== null && origin === originOf(own.config);
}

function contactAt(
  config: ControlPlaneConfig,
  credentials: Credentials,
  { loaded, context: { logger, now } }: StateConnectionOptions,
  token: string | null,
): Contact {
  return {
    kind: 'plane',
    plane: createControlPlane(config, { configFile: loaded.configFile, credentials, log: logger, now }),
    identity: snapshotIdentity(config),
    token,
  };
}

function refuse(problem: string, problemKind: string, where: Where = { controlPlane: null, origin: null }): Contact {
  return { kind: 'refused', refusal: { problem, problemKind, ...where } };
}

/** An answer that is none means no. */
function readAnswer(answer: unknown): ConnectResult {
  if (typeof answer !== 'object' || answer === null || !('allowed' in answer)) return { allowed: false, token: null };
  const token = 'token' in answer && typeof answer.token === 'string' ? answer.token : null;
  return { allowed: answer.allowed === true, token };
}
