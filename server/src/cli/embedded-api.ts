/** What speaks to the embedded control plane itself, beyond what every control plane can do. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '../config/load.ts';
import { environmentCredentials } from '../control-planes/credentials.ts';
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
  const { controlPlane } = loadConfig(findRoot(io.cwd, input.value('root')), {
    env: io.env,
    ...(file === null ? {} : { file: resolve(io.cwd, file) }),
  });
  if (controlPlane?.kind !== 'sluice') {
    throw new UsageError(
      `${purpose} the embedded control plane: set controlPlane.kind to "sluice" in sluice.config.json, and SLUICE_URL.`,
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
    credentials: environmentCredentials(io.env),
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
