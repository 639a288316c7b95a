/** The import and export of the embedded control plane, over HTTP. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '../../config/load.ts';
import { environmentCredentials } from '../../control-planes/credentials.ts';
import { createHttpClient } from '../../control-planes/http/http-client.ts';
import { parseBaseUrl } from '../../control-planes/http/target-url.ts';
import { exportAnswer, importReport, type ExchangedFlag, type ImportReport } from '../../embedded/exchange/shapes.ts';
import type { CommandInput, Io } from '../command.ts';
import { findRoot } from '../find-root.ts';
import { UsageError } from '../usage-error.ts';

export interface ExchangeClient {
  /** What people see: "sluice at http://127.0.0.1:4650". */
  readonly name: string;
  readonly project: string;
  /** All or nothing. Throws ControlPlaneError. */
  take(input: {
    source: string;
    flags: readonly ExchangedFlag[];
    update: boolean;
    dryRun: boolean;
  }): Promise<ImportReport>;
  /** Throws ControlPlaneError. */
  give(): Promise<z.infer<typeof exportAnswer>>;
}

const errorSchema = z.object({ error: z.object({ message: z.string() }) });

/** Reads the configuration; contacts nobody yet. Throws UsageError and ConfigurationError. */
export function openExchange(input: CommandInput, io: Io): ExchangeClient {
  const file = input.value('config');
  const { controlPlane } = loadConfig(findRoot(io.cwd, input.value('root')), {
    env: io.env,
    ...(file === null ? {} : { file: resolve(io.cwd, file) }),
  });
  if (controlPlane?.kind !== 'sluice') {
    throw new UsageError(
      'Flags are imported into and exported from the embedded control plane: set controlPlane.kind to "sluice" in sluice.config.json, and SLUICE_URL.',
    );
  }
  const base = controlPlane.url === undefined ? null : parseBaseUrl(controlPlane.url);
  if (!base?.ok) {
    throw new UsageError(
      `The control plane has no usable address${base ? ` (${base.reason})` : ''}: set SLUICE_URL, or controlPlane.url in sluice.config.json.`,
    );
  }
  const name = `sluice at ${base.url.href.replace(/\/$/, '')}`;
  const { project } = controlPlane;
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
  const path = (what: string): readonly string[] => ['api', 'v1', 'projects', project, what];
  const checked = <T>(schema: z.ZodType<T>, what: string, body: unknown): T => {
    const result = schema.safeParse(body);
    if (result.success) return result.data;
    throw client.problem(what, 'format', 'what it answered is not understood. Update the older of the two');
  };
  return {
    name,
    project,
    async take(body) {
      const what = 'import the flags';
      const headers = { 'idempotency-key': randomUUID() };
      const answer = await client.request({
        what,
        method: 'POST',
        path: path('import'),
        headers,
        body,
        signal: io.signal,
      });
      return checked(importReport, what, answer.body);
    },
    async give() {
      const what = 'export the flags';
      const { body } = await client.request({ what, path: path('export'), signal: io.signal });
      return checked(exportAnswer, what, body);
    },
  };
}
