/** Signing out forgets the token, disconnecting the consent. */
import { ok, strictEqual } from 'node:assert/strict';
import * as vscode from 'vscode';
import { withPerson } from '../support/person.ts';
import type { NamedTest } from '../support/runner.ts';
import { checkoutUri, findings, untilFinding } from './editor-actions.ts';
import type { Plan } from './plan.ts';

export function signOutTests(plan: Plan): readonly NamedTest[] {
  return [
    {
      name: 'no setting holds the token',
      run: async () => {
        const { get } = vscode.workspace.getConfiguration();
        ok(!JSON.stringify(get('sluice') ?? {}).includes(plan.operatorToken));
        ok(!Object.values(process.env).includes(plan.operatorToken));
      },
    },
    {
      name: 'signed out, nothing can be changed any more',
      run: async () => {
        const out = await withPerson({}, () => Promise.resolve(vscode.commands.executeCommand('sluice.signOut')));
        ok(
          out.messages.some((message) => message.includes('Signed out')),
          out.messages.join('\n'),
        );
        const flip = await withPerson({ confirm: () => 'Turn Off' }, () =>
          Promise.resolve(vscode.commands.executeCommand('sluice.flipSwitch', 'recommendations')),
        );
        strictEqual(flip.details.length, 0, 'no question is asked');
        ok(flip.messages.length > 0, 'it is said why');
      },
    },
    {
      name: 'signed in again, the state is back',
      run: async () => {
        await withPerson({ confirm: () => 'Connect', type: () => plan.operatorToken }, () =>
          Promise.resolve(vscode.commands.executeCommand('sluice.signIn')),
        );
        await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 1);
      },
    },
    {
      name: 'once disconnected, the repository’s control plane is out of use until the person agrees again',
      run: async () => {
        await vscode.commands.executeCommand('sluice.disconnect');
        await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 0);
        const heard = await withPerson({ confirm: () => undefined }, () =>
          Promise.resolve(vscode.commands.executeCommand('sluice.connect')),
        );
        ok(
          heard.messages.some((message) => message.includes(plan.plane.url)),
          heard.messages.join('\n'),
        );
        strictEqual(findings(checkoutUri(plan), 'unknown-flag').length, 0);
      },
    },
    {
      name: 'a control plane from the person’s own settings needs no consent; one from the workspace’s settings is ignored',
      run: async () => {
        const settings = vscode.workspace.getConfiguration('sluice.controlPlane');
        const mine = vscode.ConfigurationTarget.Global;
        const heard = await withPerson({}, async () => {
          await settings.update('url', plan.plane.url, mine);
          await settings.update('project', plan.plane.project, mine);
          await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 1);
        });
        strictEqual(heard.details.length, 0, 'nothing was asked');
        await settings.update('url', undefined, mine);
        await settings.update('project', undefined, mine);
        await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 0);
      },
    },
  ];
}
