/** The embedded control plane's answer with all flags, as a snapshot. */
import { z } from 'zod';
import { didYouMean } from '../../config/suggest.ts';
import type { Flag, FlagSnapshot } from '../../core/model.ts';
import { environmentSchema, incompleteReason, parseFlags } from '../flag-schema.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { Log } from '../log.ts';
import { plainText } from '../plain-text.ts';
import { fleetSchema, withObserved } from './sluice-fleet.ts';

export interface SnapshotParserOptions {
  readonly client: HttpClient;
  /** What people see. */
  readonly name: string;
  /** Of the control plane, without a slash at the end. */
  readonly address: string;
  readonly project: string;
  /** Environments that the configuration calls critical. */
  readonly critical: readonly string[];
  /** The flag with the address of its page. */
  readonly withUrl: (flag: Flag) => Flag;
  readonly log: Log;
  /** ms since the epoch. */
  readonly now: () => number;
}

const supportedApi = 1;

const productSchema = z.lazy(() => z.object({ product: z.literal('sluice'), apiVersion: z.number() }));
const snapshotSchema = z.lazy(() =>
  z.object({
    project: z.string(),
    revision: z.string().min(1).max(200),
    environments: z.array(environmentSchema),
    flags: z.array(z.unknown()),
    fleet: fleetSchema,
  }),
);

/** Gives the function that makes a snapshot of an answer; it throws ControlPlaneError where the answer is none of this kind. */
export function createSnapshotParser(options: SnapshotParserOptions): (what: string, body: unknown) => FlagSnapshot {
  const { client, name, address, project, critical, withUrl, log, now } = options;
  const warned = new Set<string>();

  /** Nothing can be found on an environment that does not exist; that should not go unnoticed. */
  const warnOfUnknown = (known: readonly string[]): void => {
    for (const key of critical) {
      if (known.includes(key) || warned.has(key)) continue;
      warned.add(key);
      const has = plainText(known.join(', ')) || 'none';
      const named = JSON.stringify(plainText(key, 80));
      log.warn(
        `The configuration names the critical environment ${named}; ${name} has ${has}.${didYouMean(key, known)}`,
      );
    }
  };

  return (what, body) => {
    const product = productSchema.safeParse(body).data;
    if (product === undefined) {
      throw client.problem(what, 'format', `what answers there is not a Sluice control plane. Is the URL right?`);
    }
    if (product.apiVersion !== supportedApi) {
      throw client.problem(
        what,
        'format',
        `it speaks version ${product.apiVersion} of the API, this Sluice version ${supportedApi}. Update the older of the two`,
      );
    }
    const result = snapshotSchema.safeParse(body);
    if (!result.success) {
      const where = plainText(result.error.issues[0]?.path.map(String).join('.') ?? '', 80);
      throw client.problem(
        what,
        'format',
        `its snapshot has a part that is not as it should be${where === '' ? '' : ` (${where})`}. Update the older of the two`,
      );
    }
    if (result.data.project !== project) {
      throw client.problem(
        what,
        'format',
        `it answered for the project ${JSON.stringify(plainText(result.data.project, 80))}. Is a cache in between?`,
      );
    }
    const { flags, problems } = parseFlags(result.data.flags);
    const reason = incompleteReason(problems);
    if (reason !== null) log.warn(`${name}: ${reason}`);
    warnOfUnknown(result.data.environments.map(({ key }) => key));
    return {
      controlPlane: { kind: 'sluice', name, url: address },
      environments: result.data.environments.map((environment) => ({
        ...environment,
        critical: environment.critical || critical.includes(environment.key),
      })),
      flags: withObserved(flags.map(withUrl), result.data.fleet ?? []),
      complete: reason === null,
      incompleteReason: reason,
      // Our clock, not the server's: what counts is how long ago we asked.
      readAt: new Date(now()).toISOString(),
      revision: result.data.revision,
    };
  };
}
