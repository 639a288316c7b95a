/** Changing flags from the editor: what is asked, what is sent, and what then shows. */
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Answers, type Heard, withPerson } from '../support/person.ts';
import { lastChange, readFlag, serve } from '../support/plane-client.ts';
import type { NamedTest } from '../support/runner.ts';
import { checkoutUri, openCheckout, positionIn, untilFinding, untilLens } from './editor-actions.ts';
import type { Plan } from './plan.ts';

const ON = { kind: 'static', variant: 'on' };
const OFF = { kind: 'static', variant: 'off' };

function act(command: string, key: string | undefined, answers: Answers): Promise<Heard> {
  return withPerson(answers, async () => {
    await vscode.commands.executeCommand(command, ...(key === undefined ? [] : [key]));
  });
}

/** Answers that agree to everything: the first button of the question, and the flag's key where it is asked for. */
function agree(scope: string, key: string, reason = ''): Answers {
  return {
    pick: (_, labels) => labels.find((label) => label === scope),
    type: (_, prompt) => (prompt.includes('Type the flag key') ? key : reason),
    confirm: (message) => confirmLabel(message),
  };
}

function confirmLabel(message: string): string {
  const share = /to ([\d.]+ %)/.exec(message)?.[1];
  if (share) return `Set to ${share}`;
  if (message.startsWith('Roll back')) return 'Roll Back';
  return / off in /.test(message) ? 'Turn Off' : 'Turn On';
}

export function changeTests(plan: Plan): readonly NamedTest[] {
  const { plane } = plan;
  const serving = async (key: string, environment: string): Promise<unknown> =>
    (await readFlag(plane, key)).environments[environment]?.serving;
  return [
    {
      name: 'a switch is flipped at the cursor, after what, where and from → to were shown',
      run: async () => {
        const editor = await openCheckout(plan);
        const at = positionIn(editor.document, "'recommendations'");
        editor.selection = new vscode.Selection(at, at);
        const heard = await act('sluice.flipSwitch', undefined, agree('staging', 'recommendations'));
        ok(
          heard.details.some(
            (detail) => detail.includes('recommendations') && detail.includes('staging') && detail.includes('on → off'),
          ),
        );
        deepStrictEqual(await serving('recommendations', 'staging'), OFF);
        ok(heard.rows.includes('production › fra › fra-1'), 'scopes go down to servers');
      },
    },
    {
      name: 'nothing is sent where the question is cancelled',
      run: async () => {
        const before = await readFlag(plane, 'recommendations');
        await act('sluice.flipSwitch', 'recommendations', { ...agree('staging', ''), confirm: () => undefined });
        strictEqual((await readFlag(plane, 'recommendations')).revision, before.revision);
      },
    },
    {
      name: 'production asks for the key, and a wrong one changes nothing',
      run: async () => {
        const before = await readFlag(plane, 'one-page-checkout');
        const heard = await act('sluice.flipSwitch', 'one-page-checkout', agree('production', 'one-page'));
        ok(heard.prompts.some((prompt) => prompt.includes('one-page-checkout') && prompt.includes('on → off')));
        ok(
          heard.messages.some((message) => message.includes('Nothing was changed')),
          heard.messages.join('\n'),
        );
        strictEqual((await readFlag(plane, 'one-page-checkout')).revision, before.revision);
      },
    },
    {
      name: 'with the key typed the switch is flipped, logged with its reason, and the finding follows without a reload',
      run: async () => {
        await untilFinding(checkoutUri(plan), 'stale-switch', (found) => found.length === 1);
        await act(
          'sluice.flipSwitch',
          'one-page-checkout',
          agree('production', 'one-page-checkout', 'Taxes are wrong'),
        );
        deepStrictEqual(await serving('one-page-checkout', 'production'), OFF);
        strictEqual((await lastChange(plane, 'one-page-checkout'))['reason'], 'Taxes are wrong');
        await untilFinding(checkoutUri(plan), 'stale-switch', (found) => found.length === 0);
      },
    },
    {
      name: 'the last change is rolled back',
      run: async () => {
        const heard = await act('sluice.rollback', 'one-page-checkout', agree('production', 'one-page-checkout'));
        ok(!heard.rows.includes('production › fra'), 'only scopes with a setting of their own are offered');
        ok(
          heard.prompts.some((prompt) => prompt.includes('off → on')),
          heard.prompts.join('\n'),
        );
        deepStrictEqual(await serving('one-page-checkout', 'production'), ON);
        strictEqual((await lastChange(plane, 'one-page-checkout'))['action'], 'rolled-back');
      },
    },
    {
      name: 'a valve is set to a typed share',
      run: async () => {
        await act('sluice.setValve', 'gift-cards', {
          ...agree('production', 'gift-cards'),
          pick: (_, labels) => labels.find((label) => label === 'production' || label === 'Another share…'),
          type: (_, prompt) => {
            if (prompt.includes('Type the flag key')) return 'gift-cards';
            return prompt.includes('Percent') ? '33.33' : '';
          },
        });
        const now = (await serving('gift-cards', 'production')) as { readonly shares: readonly unknown[] };
        deepStrictEqual(now.shares, [
          { variant: 'on', share: 3_333 },
          { variant: 'off', share: 6_667 },
        ]);
      },
    },
    {
      name: 'one server gets a setting of its own, and the person is told',
      run: async () => {
        const heard = await act('sluice.setValve', 'gift-cards', {
          ...agree('production › fra › fra-1', 'gift-cards'),
          pick: (_, labels) => labels.find((label) => label === 'production › fra › fra-1' || label === '100 %'),
        });
        ok(heard.details.join('\n').includes('no longer follows production › fra'), heard.details.join('\n'));
        const { scopes = [] } = (await readFlag(plane, 'gift-cards')).environments['production'] ?? {};
        deepStrictEqual(
          scopes.map(({ datacenter, server, serving }) => ({ datacenter, server, serving })),
          [{ datacenter: 'fra', server: 'fra-1', serving: ON }],
        );
      },
    },
    {
      name: 'a change made on an outdated view is refused, and the new state is shown',
      run: async () => {
        let asked = 0;
        const heard = await act('sluice.flipSwitch', 'recommendations', {
          ...agree('staging', 'recommendations'),
          confirm: async (message) => {
            asked += 1;
            // While the person reads the first question, somebody else turns the switch.
            if (asked === 1) {
              await serve(plane, 'recommendations', 'production', ON);
              // Knowing of it is no reason to send the new revision: the person has not seen it.
              await untilLens(checkoutUri(plan), 'recommendations: on in production');
            }
            return message.startsWith('Turn') ? confirmLabel(message) : undefined;
          },
        });
        ok(
          heard.messages.some((message) => message.includes('changed by somebody else')),
          heard.messages.join('\n'),
        );
        deepStrictEqual(await serving('recommendations', 'staging'), OFF);
        deepStrictEqual(await serving('recommendations', 'production'), ON);
      },
    },
    {
      name: 'after a conflict the person can decide again on the new state',
      run: async () => {
        let interfered = false;
        await act('sluice.flipSwitch', 'recommendations', {
          ...agree('staging', 'recommendations'),
          confirm: async (message) => {
            if (!interfered) await serve(plane, 'recommendations', 'production', OFF);
            interfered = true;
            return message.startsWith('Turn') ? confirmLabel(message) : 'Decide Again';
          },
        });
        deepStrictEqual(await serving('recommendations', 'staging'), ON);
      },
    },
    {
      name: 'a change made elsewhere reaches the editor by itself',
      run: async () => {
        await untilFinding(checkoutUri(plan), 'unknown-flag', (found) => found.length === 1);
        const before = await readFlag(plane, 'one-page-checkout');
        ok(before.revision);
        await serve(plane, 'one-page-checkout', 'production', OFF);
        await untilFinding(checkoutUri(plan), 'stale-switch', (found) => found.length === 0);
      },
    },
    {
      name: 'the dashboard opens at the flag',
      run: async () => {
        const opened: string[] = [];
        const env = vscode.env as unknown as Record<string, unknown>;
        const original = env['openExternal'];
        env['openExternal'] = async (uri: vscode.Uri) => {
          opened.push(uri.toString(true));
          return true;
        };
        try {
          await vscode.commands.executeCommand('sluice.openDashboard', 'gift-cards');
        } finally {
          env['openExternal'] = original;
        }
        strictEqual(opened.length, 1);
        ok(opened[0]?.startsWith(`${plane.url}/`), opened[0]);
        ok(!opened[0]?.includes(plan.operatorToken));
      },
    },
  ];
}
