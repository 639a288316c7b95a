/** The language server goes away and comes back. */
import { ok, strictEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { NamedTest } from '../support/runner.ts';
import { until } from '../support/runner.ts';
import { findings, openCheckout, positionIn, untilFinding, untilLens } from './editor-actions.ts';
import type { Plan } from './plan.ts';

export function restartTests(plan: Plan): readonly NamedTest[] {
  return [
    {
      name: 'a language server that is killed comes back, with the state and with text that is not saved',
      run: async () => {
        const editor = await openCheckout(plan);
        const { document } = editor;
        const at = positionIn(document, 'const recommended').with({ character: 0 });
        await editor.edit((edit) => edit.insert(at, "  await flags.getBooleanValue('gift-wrap-papr', false);\n"));
        await untilFinding(document.uri, 'unknown-flag', (found) => found.length === 2);
        const [before] = languageServers();
        ok(before, 'the language server is a child of the extension host');
        process.kill(before, 'SIGKILL');
        await until('another language server', () => languageServers().some((pid) => pid !== before));
        await untilLens(document.uri, 'gift-cards:');
        await untilFinding(document.uri, 'unknown-flag', (found) => found.length === 2);
        await vscode.commands.executeCommand('undo');
        await untilFinding(document.uri, 'unknown-flag', (found) => found.length === 1);
      },
    },
    {
      name: 'Restart Language Server starts another one, also twice at once',
      run: async () => {
        const { document } = await openCheckout(plan);
        const before = languageServers();
        await Promise.all([
          vscode.commands.executeCommand('sluice.restart'),
          vscode.commands.executeCommand('sluice.restart'),
        ]);
        await untilLens(document.uri, 'gift-cards:');
        const after = languageServers();
        strictEqual(after.length, 1);
        ok(!before.includes(after[0] ?? 0));
        await untilFinding(document.uri, 'unknown-flag', (found) => found.length === 1);
        strictEqual(findings(document.uri, 'unknown-flag').length, 1);
      },
    },
  ];
}

/** Process ids of the language servers that this extension host has started. */
function languageServers(): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isOwnServer(pid));
}

function isOwnServer(pid: number): boolean {
  try {
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/server.mjs');
  } catch {
    // It ended in between.
    return false;
  }
}
