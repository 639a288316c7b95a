/** What speaks to the embedded control plane itself, beyond what every control plane can do. */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { ConfiguredControlPlane } from '../config/control-planes.ts';
import { loadConfig, type LoadedConfig } from '../config/load.ts';
import { environmentCredentials, namedCredentials } from '../control-planes/credentials.ts';
import { createHttpClient, type HttpRequest } from '../control-planes/http/http-client.ts';
import { parseBaseUrl } from '../control-planes/http/target-url.ts';
import type { CommandInput, Io } from './command.ts';
import { findRoot } from './find-root.ts';
import { UsageError } from './usage-error.ts';

export interface EmbeddedApi {
  /** What people see: "sluice at http://127.0.0.1:4650". */
  readonly name: string;
  /** The one of the configuration. */
  readonly project: string;
  /** Path segments after `api/v1`. Resolves to what it answered, checked. Throws ControlPlaneError. */
  ask<Answer>(request: HttpRequest & { readonly path: readonly string[] }, answer: z.ZodType<Answer>): Promise<Answer>;
}

const errorSchema = z.object({ error: z.object({ message: z.string() }) });

/**
 * Reads the configuration; contacts nobody yet. Throws UsageError and ConfigurationError.
 * @param purpose completes "... the embedded control plane: set ...", such as "Tokens are those of"
 */
export function openEmbeddedApi(input: CommandInput, io: Io, purpose: string): EmbeddedApi {
  const file = input.value('config');
  const loaded = loadConfig(findRoot(io.cwd, input.value('root')), {
    env: io.env,
    ...(file === null ? {} : { file: resolve(io.cwd, file) }),
  });
  const chosen = embeddedOf(loaded, input.value('control-plane'));
  const controlPlane = chosen?.config;
  if (controlPlane?.kind !== 'sluice') {
    throw new UsageError(
      loaded.controlPlanes.length > 1
        ? `${purpose} the embedded control plane: name the one of the kind "sluice" in sluice.config.json with --control-plane.`
        : `${purpose} the embedded control plane: set controlPlane.kind to "sluice" in sluice.config.json, and SLUICE_URL.`,
    );
  }
  const base = controlPlane.url === undefined ? null : parseBaseUrl(controlPlane.url);
  if (!base?.ok) {
    throw new UsageError(
      `The control plane has no usable address${base ? ` (${base.reason})` : ''}: set SLUICE_URL, or controlPlane.url in sluice.config.json.`,
    );
  }
  const name = `sluice at ${base.url.href.replace(/\/$/, '')}`;
  const client = createHttpClient({
    controlPlane: name,
    baseUrl: base.url,
    credentials:
      chosen && loaded.controlPlanes.length > 1
        ? namedCredentials(io.env, chosen.name)
        : environmentCredentials(io.env),
    timeoutMs: 60_000,
    explain(body) {
      const said = errorSchema.safeParse(body).data?.error;
      return said === undefined ? null : { message: said.message };
    },
  });
  return {
    name,
    project: controlPlane.project,
    async ask(request, answer) {
      const { body } = await client.request({
        ...request,
        path: ['api', 'v1', ...request.path],
        signal: request.signal ?? io.signal,
      });
      const result = answer.safeParse(body);
      if (result.success) return result.data;
      throw client.problem(request.what, 'format', 'what it answered is not understood. Update the older of the two');
    },
  };
}

/** Of several control planes the named one, else the main one where it is embedded, else the only one that is; null where that cannot be told. */
function embeddedOf({ controlPlane, controlPlanes }: LoadedConfig, name: string | null): ConfiguredControlPlane | null {
  if (name !== null) return controlPlanes.find((plane) => plane.name === name) ?? null;
  const embedded = controlPlanes.filter(({ config }) => config.kind === 'sluice');
  const main = embedded.find(({ config }) => config === controlPlane);
  return main ?? (embedded.length === 1 ? (embedded[0] ?? null) : null);
}
