/** From an unknown control plane to a live one: consent, sign-in, and what is (not) said before. */
import { ok, strictEqual } from 'node:assert/strict';
import * as vscode from 'vscode';
import { withPerson } from '../support/person.ts';
import type { NamedTest } from '../support/runner.ts';
import { until } from '../support/runner.ts';
import { checkoutUri, findings, openCheckout, positionIn, untilFinding } from './editor-actions.ts';
import type { Plan } from './plan.ts';

export function connectionTests(plan: Plan): readonly NamedTest[] {
  return [
    {
      name: 'the extension starts with a file that reads flags',
      run: async () => {
        await openCheckout(plan);
        const extension = vscode.extensions.getExtension('sluice.sluice');
        ok(extension, 'the extension is installed');
        await until('the extension is active', () => extension.isActive);
        const commands = await vscode.commands.getCommands(true);
        for (const command of ['flipSwitch', 'setValve', 'rollback', 'openDashboard', 'refresh', 'signIn', 'signOut'])
          ok(commands.includes(`sluice.${command}`), command);
      },
    },
    {
      name: 'without state, call sites are found and nothing is said about flags',
      run: async () => {
        const uri = checkoutUri(plan);
        const { document } = await openCheckout(plan);
        const found = await until('references from the code alone', async () => {
          const places = await vscode.commands.executeCommand<vscode.Location[]>(
            'vscode.executeReferenceProvider',
            uri,
            positionIn(document, "'gift-cards'"),
          );
          return places.length >= 2 && places;
        });
        ok(found.some(({ uri }) => uri.path.endsWith('search.ts')));
        strictEqual(findings(uri, 'unknown-flag').length, 0);
        strictEqual(findings(uri, 'stale-switch').length, 0);
      },
    },
    {
      name: 'a control plane named by the repository is not contacted without consent',
      run: async () => {
        const heard = await withPerson({ confirm: () => undefined, type: () => plan.operatorToken }, () =>
          Promise.resolve(vscode.commands.executeCommand('sluice.signIn')),
        );
        ok(
          heard.messages.some((message) => message.includes(plan.plane.url)),
          'the question names the origin',
        );
        strictEqual(heard.prompts.length, 0, 'no token is asked for');
        strictEqual(findings(checkoutUri(plan), 'unknown-flag').length, 0);
      },
    },
    {
      name: 'a wrong token is refused and not stored',
      run: async () => {
        const heard = await withPerson({ confirm: () => 'Connect', type: () => 'sluice-wrong-token' }, () =>
          Promise.resolve(vscode.commands.executeCommand('sluice.signIn')),
        );
        ok(
          heard.messages.some((message) => message.includes('does not accept this token')),
          heard.messages.join('\n'),
        );
        ok(!heard.messages.join('\n').includes('sluice-wrong-token'));
        const out = await withPerson({}, () => Promise.resolve(vscode.commands.executeCommand('sluice.signOut')));
        ok(
          out.messages.some((message) => message.includes('not signed in')),
          out.messages.join('\n'),
        );
        strictEqual(findings(checkoutUri(plan), 'unknown-flag').length, 0);
      },
    },
    {
      name: 'signed in, findings that depend on the state appear',
      run: async () => {
        const heard = await withPerson({ confirm: () => 'Connect', type: () => plan.operatorToken }, () =>
          Promise.resolve(vscode.commands.executeCommand('sluice.signIn')),
        );
        ok(
          heard.messages.some((message) => message.includes('Signed in to')),
          heard.messages.join('\n'),
        );
        const [finding] = await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 1);
        ok(finding?.message.includes('gift-crads'), finding?.message);
      },
    },
  ];
}
