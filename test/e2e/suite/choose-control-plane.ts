/** Sign In where nothing names a control plane: the person says of which kind it is, and where. */
import { ok, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withPerson, type Answers, type Heard } from '../support/person.ts';
import type { NamedTest } from '../support/runner.ts';
import { checkoutUri, untilFinding } from './editor-actions.ts';
import type { Plan } from './plan.ts';

const setting = (key: string): unknown =>
  vscode.workspace.getConfiguration('sluice.controlPlane').inspect(key)?.globalValue;

function signIn(answers: Answers): Promise<Heard> {
  return withPerson(answers, () => Promise.resolve(vscode.commands.executeCommand('sluice.signIn')));
}

/** They leave a workspace without a configuration. */
export function chooseTests(plan: Plan): readonly NamedTest[] {
  const { url, project } = plan.plane;
  return [
    {
      name: 'without a configured control plane, signing in lists the kinds, and refuses what a kind does not take',
      run: async () => {
        writeFileSync(join(plan.folder, 'sluice.config.json'), '{}');
        await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 0);
        const heard = await signIn({
          pick: () => 'PostHog',
          type: (title) => (title.endsWith(': url') ? 'https://eu.posthog.com' : 'shop'),
        });
        strictEqual(
          heard.rows.join(', '),
          'Sluice, Unleash, LaunchDarkly, flagd definition behind a URL, OFREP, PostHog',
        );
        ok(
          heard.messages.some((message) => message.includes('the number of a project')),
          heard.messages.join('\n'),
        );
        strictEqual(setting('url'), undefined, 'nothing was written');
      },
    },
    {
      name: 'the embedded one is chosen by its address alone',
      run: async () => {
        const settings = vscode.workspace.getConfiguration('sluice.controlPlane');
        await settings.update('project', project, vscode.ConfigurationTarget.Global);
        const heard = await signIn({
          pick: () => 'Sluice',
          type: (title) => (title.endsWith(': url') ? url : plan.operatorToken),
        });
        ok(
          heard.messages.some((message) => message.includes('Signed in to')),
          heard.messages.join('\n'),
        );
        strictEqual(setting('url'), `${url}/`);
        strictEqual(setting('kind'), undefined, 'it is the default');
        ok(!JSON.stringify(vscode.workspace.getConfiguration().get('sluice')).includes(plan.operatorToken));
        await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 1);
        for (const key of ['url', 'project']) await settings.update(key, undefined, vscode.ConfigurationTarget.Global);
      },
    },
  ];
}
