/** Code in an editor with the shop's flags: the real session, a control plane that only answers. A `|` in the code is the cursor. */
import { ControlPlaneError, type ControlPlane } from '../../server/src/control-planes/control-plane.ts';
import type { LoadedConfig } from '../../server/src/config/load.ts';
import { createLineIndex, type Position } from '../../server/src/core/line-index.ts';
import type { FlagSnapshot } from '../../server/src/core/model.ts';
import { dayMs } from '../../server/src/core/state/age.ts';
import { createSession } from '../../server/src/session/create-session.ts';
import { loadedExtractor } from '../../server/src/session/workspace/loaded-extractor.ts';
import type { Session } from '../../server/src/session/session.ts';
import { now, shopSnapshot } from '../support/snapshots.ts';

export interface OpenCode {
  readonly session: Session;
  readonly uri: string;
  /** Without the cursor. */
  readonly text: string;
  /** Where the `|` was; the start where there was none. */
  readonly position: Position;
}

export interface OpenCodeOptions {
  /** null: the control plane does not answer. Default: the shop's usual flags. */
  readonly snapshot?: FlagSnapshot | null;
  readonly file?: string;
}

/** What comes before the code: an OpenFeature client, on one line. */
export const prelude =
  "import { OpenFeature } from '@openfeature/server-sdk'; const client = OpenFeature.getClient();\n";

const root = '/nowhere/shop';

export async function openCode(
  code: string,
  { snapshot = shopSnapshot(), file = 'src/basket.ts' }: OpenCodeOptions = {},
): Promise<OpenCode> {
  const marked = prelude + code;
  const cursor = marked.indexOf('|');
  const text = cursor < 0 ? marked : marked.slice(0, cursor) + marked.slice(cursor + 1);
  const session = createSession({
    extractor: loadedExtractor,
    loaded,
    controlPlane: answering(snapshot),
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: fail },
    now: () => now,
  });
  const uri = `file://${root}/${file}`;
  session.openDocument(uri, text);
  await session.refreshState();
  return { session, uri, text, position: createLineIndex(text).positionAt(Math.max(cursor, 0)) };
}

const loaded: LoadedConfig = {
  root,
  file: null,
  configFile: `${root}/sluice.config.json`,
  config: {},
  document: null,
  controlPlane: null,
  controlPlanes: [],
  controlPlaneSource: 'none',
  assumptions: [],
  wrappers: [],
  include: [],
  ignore: [],
  maxStateAgeMs: dayMs,
};

function fail(message: string): never {
  throw new Error(message);
}

function answering(snapshot: FlagSnapshot | null): ControlPlane {
  const name = 'sluice at http://127.0.0.1:4650';
  const unsupported = async (): Promise<never> => {
    throw new ControlPlaneError(name, 'unsupported', 'This control plane only answers.');
  };
  return {
    kind: 'sluice',
    name,
    capabilities: {
      write: true,
      rollback: false,
      subscribe: false,
      narrowestScope: 'server',
      shareStep: 1,
      lostUpdates: 'refused',
    },
    async readFlags() {
      if (snapshot) return snapshot;
      throw new ControlPlaneError(name, 'network', `${name} does not answer. Is it running?`);
    },
    subscribe: () => ({ close: () => {} }),
    write: unsupported,
    rollback: unsupported,
    dashboardUrl: unsupported,
  };
}
