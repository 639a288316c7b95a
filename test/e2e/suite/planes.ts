/** A second control plane for one folder: whose flag is shown, whose is flipped, and what the menu offers. */
import { ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withPerson } from '../support/person.ts';
import { readFlag } from '../support/plane-client.ts';
import { until, type NamedTest } from '../support/runner.ts';
import { checkoutUri, hoverText, positionIn, untilFinding, untilLens } from './editor-actions.ts';
import type { Plan } from './plan.ts';

const DEFINITION = 'warehouse/warehouse.flagd.json';
const READER = 'warehouse/stock.ts';

const READS = `import { OpenFeature } from '@openfeature/server-sdk';
export const isFast = () => OpenFeature.getClient().getBooleanValue('recommendations', false);
`;

/** A flag of the same key as one of the shop's. */
function definition(variant: 'on' | 'off'): string {
  const flag = { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: variant };
  return `${JSON.stringify({ flags: { recommendations: flag } }, null, 2)}\n`;
}

export function planeTests(plan: Plan): readonly NamedTest[] {
  const config = join(plan.folder, 'sluice.config.json');
  const { url, project } = plan.plane;
  const readerUri = (): vscode.Uri => vscode.Uri.joinPath(checkoutUri(plan), '../..', READER);
  return [
    {
      name: 'a folder gets a control plane of its own: its findings and lenses are there at once, those of the rest after consent',
      run: async () => {
        mkdirSync(join(plan.folder, 'warehouse'), { recursive: true });
        writeFileSync(join(plan.folder, DEFINITION), definition('off'));
        writeFileSync(join(plan.folder, READER), READS);
        const controlPlanes = [
          { kind: 'sluice', name: 'shop', url, project },
          { kind: 'flagd-file', name: 'warehouse', path: DEFINITION, folder: 'warehouse' },
        ];
        writeFileSync(config, JSON.stringify({ controlPlanes }));
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(readerUri()));
        await untilLens(readerUri(), 'recommendations: off in production');
        await withPerson({ confirm: () => 'Connect', type: () => plan.operatorToken }, async () => {
          await vscode.commands.executeCommand('sluice.connect', url);
          await vscode.commands.executeCommand('sluice.signIn', url);
        });
        await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 1);
      },
    },
    {
      name: 'the hover says whose state it is',
      run: async () => {
        const document = await vscode.workspace.openTextDocument(readerUri());
        ok((await hoverText(readerUri(), positionIn(document, "'recommendations'"))).includes('warehouse: State read'));
      },
    },
    {
      name: 'a flip at a line changes the flag of that folder’s control plane, and no other',
      run: async () => {
        // The state may be on its way again, as the sign-in of the test before made all of it be read anew.
        await untilLens(readerUri(), 'recommendations: off in production');
        const before = await readFlag(plan.plane, 'recommendations');
        const document = await vscode.workspace.openTextDocument(readerUri());
        const editor = await vscode.window.showTextDocument(document);
        const at = positionIn(document, "'recommendations'");
        editor.selection = new vscode.Selection(at, at);
        const heard = await withPerson(
          {
            confirm: () => 'Turn On',
            type: (_, prompt) => (prompt.includes('Type the flag key') ? 'recommendations' : ''),
          },
          () => Promise.resolve(vscode.commands.executeCommand('sluice.flipSwitch')),
        );
        ok(
          heard.details.some((detail) => detail.includes('Control plane: warehouse')),
          [...heard.messages, ...heard.prompts, ...heard.rows, ...heard.details].join('\n'),
        );
        ok(
          heard.messages.includes('"recommendations" is on in production.'),
          [...heard.messages, ...heard.prompts].join('\n'),
        );
        await untilLens(readerUri(), 'recommendations: on in production');
        ok(readFileSync(join(plan.folder, DEFINITION), 'utf8').includes('"defaultVariant": "on"'));
        strictEqual((await readFlag(plan.plane, 'recommendations')).revision, before.revision);
      },
    },
    {
      name: 'the menu lists every control plane',
      run: async () => {
        // The state of the shop may be on its way, and its stream on the way up.
        const rows = [/^\$\((?:pulse|sync)\) shop$/, /^\$\(file-code\) warehouse, for warehouse$/, /Sign Out$/];
        let seen: readonly string[] = [];
        await until(
          'a menu with both control planes',
          async () => {
            seen = (await withPerson({}, () => Promise.resolve(vscode.commands.executeCommand('sluice.showMenu'))))
              .rows;
            return rows.every((row) => seen.some((label) => row.test(label)));
          },
          { seen: () => seen.join('\n') },
        );
      },
    },
  ];
}
