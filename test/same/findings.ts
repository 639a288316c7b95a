/** The findings of a workspace, once as an editor shows them and once as the command line prints them, in the same words. */
import { relative } from 'node:path';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { expect, onTestFinished, vi } from 'vitest';
import { visible } from '../../server/src/core/text.ts';
import type { DiagnosticData } from '../../server/src/features/diagnostics.ts';
import { connectRequest } from '../../server/src/protocol.ts';
import { pathOfUri } from '../../server/src/session/uri.ts';
import { cli } from '../cli/run-cli.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';
import { connect } from '../support/lsp-client.ts';

export interface SameWorkspace {
  readonly root: string;
  /** Of the control plane. */
  readonly url: string;
  /** ms since the epoch. */
  readonly now: number;
}

const token = 'slu_test';

/** `src/cart.ts:3:7-3:20 warning stale-switch "new-checkout": …` for each finding of `sluice check`, sorted. */
export async function onCommandLine({ root, url, now }: SameWorkspace, options = ''): Promise<readonly string[]> {
  const env = { SLUICE_URL: url, SLUICE_TOKEN: token };
  const { stdout, stderr } = await cli(`check --format json --no-cache ${options}`, { cwd: root, now, env });
  if (stdout === '') throw new Error(stderr);
  const { findings } = JSON.parse(stdout) as { findings: readonly JsonFinding[] };
  return findings
    .map(
      ({ file, line, column, endLine, endColumn, severity, check, key, message }) =>
        `${file}:${line}:${column}-${endLine}:${endColumn} ${severity} ${check} ${JSON.stringify(key)}: ${visible(message, 1_000)}`,
    )
    .sort();
}

/** The same from a state file that `sluice snapshot` wrote. */
export async function withStateFile({ root, url, now }: SameWorkspace): Promise<readonly string[]> {
  const file = `${temporaryFolder()}/state.json`;
  const env = { SLUICE_URL: url, SLUICE_TOKEN: token };
  const { code, stderr } = await cli(`snapshot --output ${file}`, { cwd: root, now, env });
  if (code !== 0) throw new Error(stderr);
  return onCommandLine({ root, url, now }, `--state ${file}`);
}

/** Waits until the editor shows these findings; fails with what it shows instead. Nothing changes them afterwards. */
export async function expectInEditor({ root, url, now }: SameWorkspace, expected: readonly string[]): Promise<void> {
  const client = await connect({
    mode: 'in-process',
    folders: [root],
    now: () => now,
    env: { SLUICE_URL: url, SLUICE_TOKEN: token, SLUICE_CACHE_DIR: temporaryFolder() },
    initializationOptions: { sluiceClient: true, trusted: true },
    answers: {
      [connectRequest]: () => ({ allowed: true, token }),
      'workspace/configuration': ({ items }: { readonly items: readonly unknown[] }) =>
        items.map(() => ({ diagnostics: { scope: 'workspace' } })),
    },
  });
  onTestFinished(() => client.close());
  const shown = (): readonly string[] => {
    const last = new Map(client.published.map(({ uri, diagnostics }) => [uri, diagnostics]));
    return [...last]
      .flatMap(([uri, diagnostics]) => {
        const file = relative(root, pathOfUri(uri) ?? uri);
        return diagnostics.map(({ range: { start, end }, severity, code, message, data }) => {
          const { flagKey } = data as DiagnosticData;
          const place = `${file}:${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
          const level = severities[severity ?? DiagnosticSeverity.Error];
          return `${place} ${level} ${code} ${JSON.stringify(flagKey)}: ${String(message).split('\n', 1)[0]}`;
        });
      })
      .sort();
  };
  await client.status(({ kind }) => kind === 'live' || kind === 'polled');
  await vi.waitFor(() => expect(shown()).toEqual(expected), { timeout: 10_000, interval: 20 });
  // Requests are answered in turn: what was still to come has come.
  for (let turn = 0; turn < 3; turn++) await client.codeLens(`file://${root}/nothing.ts`);
  expect(shown()).toEqual(expected);
}

const severities: { readonly [severity in DiagnosticSeverity]: string } = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'info',
  [DiagnosticSeverity.Hint]: 'hint',
};

interface JsonFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: string;
  readonly check: string;
  readonly key: string | null;
  readonly message: string;
}
