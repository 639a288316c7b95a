/** What is shown at a call site. */
import { ok, strictEqual } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NamedTest } from '../support/runner.ts';
import { until } from '../support/runner.ts';
import { checkoutUri, hoverText, openCheckout, positionIn, untilFinding } from './editor-actions.ts';
import type { Plan } from './plan.ts';

export function showTests(plan: Plan): readonly NamedTest[] {
  return [
    {
      name: 'a switch that has been on for months is reported as stale',
      run: async () => {
        const [finding] = await untilFinding(checkoutUri(plan), 'stale-switch', (found) => found.length === 1);
        ok(finding?.message.includes('one-page-checkout'), finding?.message);
      },
    },
    {
      name: 'a quick fix corrects the typo, and the finding goes with it',
      run: async () => {
        const uri = checkoutUri(plan);
        const { document } = await openCheckout(plan);
        const at = positionIn(document, "'gift-crads'");
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri,
          new vscode.Range(at, at),
        );
        const fix = actions.find(({ title, edit }) => edit !== undefined && title.includes('gift-cards'));
        ok(fix?.edit, actions.map(({ title }) => title).join(' | '));
        await vscode.workspace.applyEdit(fix.edit);
        await untilFinding(uri, 'unknown-flag', (found) => found.length === 0);
        ok(!document.getText().includes('gift-crads'));
        await vscode.commands.executeCommand('undo');
        await untilFinding(uri, 'unknown-flag', (found) => found.length === 1);
      },
    },
    {
      name: 'the hover shows the state in each environment',
      run: async () => {
        const { document } = await openCheckout(plan);
        const text = await hoverText(document.uri, positionIn(document, "'gift-cards'"));
        for (const part of ['gift', 'production', '25 %', 'staging', 'payments'])
          ok(text.includes(part), `${part} in ${text}`);
      },
    },
    {
      name: 'a description can neither run a command nor load an image',
      run: async () => {
        const { document } = await openCheckout(plan);
        const text = await hoverText(document.uri, positionIn(document, "'recommendations'"));
        ok(text.includes('pixel'), text);
        ok(!/\]\(<?command:workbench/.test(text), text);
        ok(!/(?<!\\)!\[/.test(text), text);
        ok(!text.includes('<b>'), text);
      },
    },
    {
      name: 'lenses show the state and what can be done',
      run: async () => {
        const uri = checkoutUri(plan);
        const lenses = await until('lenses', async () => {
          const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
            'vscode.executeCodeLensProvider',
            uri,
            50,
          );
          return found.length > 0 && found;
        });
        const of = (command: string): readonly unknown[] =>
          lenses.filter((lens) => lens.command?.command === command).map((lens) => lens.command?.arguments?.[0]);
        ok(of('sluice.flipSwitch').includes('one-page-checkout'));
        ok(of('sluice.setValve').includes('gift-cards'));
        ok(
          lenses.some(({ command }) => command?.title.includes('25 %')),
          lenses.map((l) => l.command?.title).join(' | '),
        );
      },
    },
    {
      name: 'completion offers the keys of the control plane inside a call',
      run: async () => {
        const { document } = await openCheckout(plan);
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          positionIn(document, "'recommendations'"),
        );
        const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
        for (const key of ['one-page-checkout', 'gift-cards', 'recommendations']) ok(labels.includes(key), key);
      },
    },
    {
      name: 'findings follow the text as it is typed, without saving',
      run: async () => {
        const editor = await openCheckout(plan);
        const { document } = editor;
        const line = "  await flags.getBooleanValue('gift-wrap-papr', false);\n";
        const at = positionIn(document, 'const recommended').with({ character: 0 });
        await editor.edit((edit) => edit.insert(at, line));
        await untilFinding(document.uri, 'unknown-flag', (found) =>
          found.some(({ message }) => message.includes('gift-wrap')),
        );
        await vscode.commands.executeCommand('undo');
        await untilFinding(document.uri, 'unknown-flag', (found) => found.length === 1);
        strictEqual(document.getText().includes('gift-wrap'), false);
      },
    },
  ];
}
