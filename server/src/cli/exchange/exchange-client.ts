/** The import and export of the embedded control plane, over HTTP. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { exportAnswer, importReport, type ExchangedFlag, type ImportReport } from '../../embedded/exchange/shapes.ts';
import type { CommandInput, Io } from '../command.ts';
import { openEmbeddedApi } from '../embedded-api.ts';

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

/** Reads the configuration; contacts nobody yet. Throws UsageError and ConfigurationError. */
export function openExchange(input: CommandInput, io: Io): ExchangeClient {
  const api = openEmbeddedApi(input, io, 'Flags are imported into and exported from');
  const { name, project } = api;
  const path = (what: string): readonly string[] => ['projects', project, what];
  return {
    name,
    project,
    take: (body) =>
      api.ask(
        {
          what: 'import the flags',
          method: 'POST',
          path: path('import'),
          headers: { 'idempotency-key': randomUUID() },
          body,
        },
        importReport,
      ),
    give: () => api.ask({ what: 'export the flags', path: path('export') }, exportAnswer),
  };
}
