/** The adapter of a flagd definition file in the workspace: the state of teams whose flags live in git. */
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Flag, FlagSnapshot, Serving } from '../../core/model.ts';
import type { Timers } from '../http/backoff.ts';
import { ControlPlaneError, type Capabilities, type ControlPlane, type FlagWrite } from '../control-plane.ts';
import type { FileDefinition } from '../definition.ts';
import { FileTrouble, readTextFile, replaceFile } from '../files/file-io.ts';
import { hashOf, watchTextFile } from '../files/file-watch.ts';
import { NotADefinition, parseFlagd, type FlagdDefinition } from './flagd-definition.ts';
import { editFlagd, EditRefused } from './flagd-edit.ts';
import { incompleteReason } from '../flag-schema.ts';
import { silentLog, type Log } from '../log.ts';
import { plainText } from '../plain-text.ts';

const config = z.strictObject({
  kind: z.literal('flagd-file'),
  path: z.string().min(1).meta({ description: 'A flagd definition file, relative to this file.' }),
  environment: z.string().min(1).default('production').meta({ description: 'The environment the file stands for.' }),
});

const capabilities: Capabilities = {
  write: true,
  rollback: false,
  subscribe: true,
  narrowestScope: 'environment',
  shareStep: 1,
  lostUpdates: 'detected',
};

export const flagdFile: FileDefinition<typeof config> = {
  kind: 'flagd-file',
  title: 'flagd definition file',
  about: 'A flagd definition file in the workspace: flags that live in git',
  token: null,
  reach: 'file',
  config,
  capabilities,
  cannot: {
    environments: 'a file stands for one environment',
    prerequisites: 'a definition has none',
    archived: 'a flag is in the file or not',
    datacenters: 'a file has none',
    evaluated: 'a file is not told',
    page: 'a file has no dashboard',
    rollback: 'a file does not know its past; version control does',
    approval: 'a file asks nobody',
    roles: 'a file has no tokens',
    pages: 'a file is read whole',
  },
  testedAgainst: 'the real file',
  create: ({ path, environment }, { configFile, ...options }) =>
    createFlagdFile({ ...options, path: resolve(dirname(configFile), path), label: path, environment }),
};

export interface FlagdFileOptions {
  /** Absolute. */
  readonly path: string;
  /** How people know the file: relative to the workspace. */
  readonly label: string;
  readonly environment: string;
  readonly log?: Log;
  /** ms since the epoch. */
  readonly now?: () => number;
  readonly timers?: Timers;
}

/** The flags of a definition's text as a snapshot. Throws NotADefinition. */
export function snapshotOfFlagd(
  text: string,
  source: { readonly name: string; readonly environment: string; readonly now: number; readonly log: Log },
): FlagSnapshot {
  const definition = parseFlagd(text, source.environment);
  for (const note of definition.notes) source.log.warn(`${source.name}: ${note}`);
  const reason = incompleteReason(definition.problems);
  if (reason !== null) source.log.warn(`${source.name}: ${reason}`);
  return {
    controlPlane: { kind: 'flagd-file', name: source.name, url: null },
    // A file stands for one environment, so that is the one that counts.
    environments: [{ key: source.environment, critical: true, datacenters: [] }],
    flags: definition.entries.map(({ flag }) => flag),
    complete: reason === null,
    incompleteReason: reason,
    readAt: new Date(source.now).toISOString(),
    revision: hashOf(text),
  };
}

export function createFlagdFile(options: FlagdFileOptions): ControlPlane {
  const { path, label, environment, log = silentLog, now = Date.now } = options;
  const name = `flagd file ${label}`;
  let newest: { readonly revision: string | null; readonly text: string } | null = null;
  let lastWrite: Promise<unknown> = Promise.resolve();

  const problem = (what: string, error: unknown): unknown => {
    const kind = error instanceof FileTrouble ? error.kind : error instanceof NotADefinition ? 'format' : 'invalid';
    if (!(error instanceof FileTrouble || error instanceof NotADefinition || error instanceof EditRefused))
      return error;
    return new ControlPlaneError(name, kind, `Could not ${what} (${name}): ${error.message}.`, { cause: error });
  };

  const change = async ({ key, scope, serving, expectedRevision }: FlagWrite): Promise<Flag> => {
    const what = `change ${plainText(key, 80)}`;
    if (scope.environment !== environment) {
      throw problem(what, new EditRefused(`the file stands for the environment "${environment}" alone`));
    }
    if (scope.datacenter !== null || scope.server !== null) {
      throw problem(what, new EditRefused('a definition file has no datacenters and servers; change the environment'));
    }
    if (serving === null)
      throw problem(what, new EditRefused('a definition file has no override that could be removed'));

    const before = await readTextFile(path);
    const entry = find(parseFlagd(before, environment), key);
    if (entry === undefined)
      throw new ControlPlaneError(name, 'not-found', `Could not ${what} (${name}): the file holds no such flag.`);
    if (entry.flag.revision !== expectedRevision) throw conflict(what, entry.flag);
    if (sameServing(entry.serving, serving)) return entry.flag;

    const after = editFlagd(before, entry, serving, new Date(now()).toISOString());
    const written = requireOnlyThat(before, after, key, serving);
    await replaceFile(path, after, async () => {
      const current = await readTextFile(path);
      if (current === before) return;
      throw conflict(what, find(parseFlagd(current, environment), key)?.flag);
    });
    log.debug(`${name}: ${key} was written.`);
    return written;
  };

  /** The last guard before the file is touched: the edit does what was asked for, and nothing else. */
  const requireOnlyThat = (before: string, after: string, key: string, serving: Serving): Flag => {
    const written = parseFlagd(after, environment);
    const others = (definition: FlagdDefinition): string =>
      JSON.stringify(
        definition.entries.filter(({ flag }) => flag.key !== key).map(({ flag }) => [flag.key, flag.revision]),
      );
    const entry = find(written, key);
    if (
      entry === undefined ||
      !sameServing(entry.serving, serving) ||
      others(written) !== others(parseFlagd(before, environment))
    ) {
      throw new EditRefused('the flag is written in a way that cannot be edited safely; edit the file itself');
    }
    return entry.flag;
  };

  const conflict = (what: string, current: Flag | undefined): ControlPlaneError =>
    new ControlPlaneError(
      name,
      'conflict',
      `Could not ${what} (${name}): the file has changed since you looked. Look at it as it is now and decide again.`,
      { current },
    );

  return {
    kind: 'flagd-file',
    name,
    capabilities,

    refusal({ key, scope, serving }) {
      const entry = newest === null ? undefined : find(parseFlagd(newest.text, environment), key);
      if (newest === null || entry === undefined || serving === null || scope.environment !== environment) return null;
      try {
        if (!sameServing(entry.serving, serving)) editFlagd(newest.text, entry, serving, new Date(now()).toISOString());
        return null;
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error;
        return `${plainText(key, 80)} cannot be changed in ${name}: ${error.message}.`;
      }
    },

    async readFlags(call = {}) {
      call.signal?.throwIfAborted();
      try {
        const text = await readTextFile(path);
        const snapshot = snapshotOfFlagd(text, { name, environment, now: now(), log });
        newest = { revision: snapshot.revision, text };
        return snapshot;
      } catch (error) {
        throw problem('read the flags', error);
      }
    },

    subscribe: (listener) =>
      watchTextFile({
        path,
        timers: options.timers,
        knownHash: () => newest?.revision ?? null,
        onChange: (revision) => listener.changed({ key: null, revision }),
        onWatching: (reason) => {
          const message = `Could not watch ${name}: ${plainText(reason ?? '')}. Its changes are seen when it is read again.`;
          listener.connection(reason === null ? null : new ControlPlaneError(name, 'not-found', message));
        },
      }),

    async write(change_, call = {}) {
      call.signal?.throwIfAborted();
      // One after the other: two edits of one text would undo each other.
      const turn = lastWrite.then(() => change(change_));
      lastWrite = turn.catch(() => undefined);
      try {
        return await turn;
      } catch (error) {
        throw problem(`change ${plainText(change_.key, 80)}`, error);
      }
    },

    rollback: ({ key }) =>
      Promise.reject(
        new ControlPlaneError(
          name,
          'unsupported',
          `Could not roll back ${plainText(key, 80)} (${name}): a file does not know its past. Use your version control to restore it.`,
        ),
      ),

    dashboardUrl: () => Promise.resolve(null),
  };
}

function find(definition: FlagdDefinition, key: string): FlagdDefinition['entries'][number] | undefined {
  return definition.entries.find(({ flag }) => flag.key === key);
}

/** Equal for those who are served: the order of shares and shares of zero do not matter. */
function sameServing(a: Serving, b: Serving): boolean {
  const canonical = (serving: Serving): string => {
    if (serving.kind !== 'fractional') return JSON.stringify(serving);
    const positive = serving.shares.filter(({ share }) => share > 0);
    const [only] = positive;
    if (only !== undefined && positive.length === 1) return JSON.stringify({ kind: 'static', variant: only.variant });
    return JSON.stringify(positive.map(({ variant, share }) => [variant, share]).sort());
  };
  return canonical(a) === canonical(b);
}
