import type { MessageActionItem } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { serverCommands } from '../../server/src/protocol.ts';
import { code, openGenericEditor, startPlane, type Editor } from './editor.ts';

interface Question {
  readonly message: string;
  readonly actions?: readonly MessageActionItem[];
}

/** An editor that answers each question with the first title that one of `choices` begins. */
async function openAnswering(...choices: readonly string[]) {
  const questions: string[] = [];
  const plane = await startPlane();
  const editor = await openGenericEditor({
    plane,
    answers: {
      'window/showMessageRequest': ({ message, actions = [] }: Question) => {
        const titles = actions.map(({ title }) => title);
        questions.push(`${message} [${titles.join(' | ')}]`);
        const title = titles.find((each) => choices.some((choice) => each.startsWith(choice)));
        return title === undefined ? null : { title };
      },
      'window/showDocument': () => ({ success: true }),
    },
  });
  editor.client.open(editor.uri('a.ts'), code(`client.getBooleanValue('stop-paiments', false);`));
  await editor.client.diagnostics(editor.uri('a.ts'), (diagnostics) => diagnostics.length > 0);
  return { ...editor, questions };
}

const execute = ({ client }: Editor, command: string, ...values: unknown[]) =>
  client.request('workspace/executeCommand', { command, arguments: values });

async function stagingOf({ plane }: Editor, key: string): Promise<unknown> {
  return (await plane.store.snapshot(plane.project)).flags.find((flag) => flag.key === key)?.environments['staging']
    ?.serving;
}

test('flips where it is not critical, after a question that says what, where, from and to', async () => {
  const editor = await openAnswering('staging', 'Switch off');
  await execute(editor, serverCommands.flipSwitch, 'new-checkout');
  expect(editor.questions).toEqual([
    'Where should "new-checkout" change? [staging (on) | production (on)]',
    '"new-checkout" in staging: on → off? [Switch off | Cancel]',
  ]);
  expect(await stagingOf(editor, 'new-checkout')).toEqual({ kind: 'static', variant: 'off' });
  const { message } = await editor.client.message<{ message: string }>('window/showMessage');
  expect(message).toBe('"new-checkout" is off in staging.');
});

test('sets a valve to a step', async () => {
  const editor = await openAnswering('staging', '5 %', 'Set to 5 %');
  await execute(editor, serverCommands.setValve, 'recommendations');
  expect(editor.questions.at(-1)).toBe('"recommendations" in staging: 0 % → 5 %? [Set to 5 % | Cancel]');
  expect(await stagingOf(editor, 'recommendations')).toMatchObject({ kind: 'fractional' });
});

test.each([
  ['the confirmation', ['staging']],
  ['the environment', []],
])('changes nothing without an answer to %s', async (_, choices) => {
  const editor = await openAnswering(...choices);
  const before = await stagingOf(editor, 'new-checkout');
  await execute(editor, serverCommands.flipSwitch, 'new-checkout');
  expect(await stagingOf(editor, 'new-checkout')).toEqual(before);
});

test('shows the command line where the environment is critical, as the key cannot be typed', async () => {
  const editor = await openAnswering('production', 'Switch', 'Set', '50 %', 'Roll back');
  await execute(editor, serverCommands.flipSwitch, 'new-checkout');
  const said = (part: string) =>
    editor.client.message<{ message: string }>('window/showMessage', ({ message }) => message.includes(part));
  expect((await said('flip')).message).toContain('Run: sluice flip new-checkout --off --environment production');
  await execute(editor, serverCommands.setValve, 'recommendations');
  expect((await said('--to')).message).toContain('Run: sluice flip recommendations --to 50 --environment production');
  await execute(editor, serverCommands.rollback, 'new-checkout');
  expect((await said('rollback')).message).toContain('Run: sluice rollback new-checkout --environment production');
  const revisions = (await editor.plane.store.snapshot(editor.plane.project)).revision;
  expect(revisions).toBe((await (await startPlane()).store.snapshot('shop')).revision);
});

test('rolls back', async () => {
  const editor = await openAnswering('staging', 'Switch off', 'Roll back');
  await execute(editor, serverCommands.flipSwitch, 'new-checkout');
  await execute(editor, serverCommands.rollback, 'new-checkout');
  expect(await stagingOf(editor, 'new-checkout')).toEqual({ kind: 'static', variant: 'on' });
});

test('asks before a rollback with what it would bring back', async () => {
  const editor = await openAnswering('staging', 'Switch off', 'Cancel');
  await execute(editor, serverCommands.flipSwitch, 'new-checkout');
  await execute(editor, serverCommands.rollback, 'new-checkout');
  const { message } = await editor.client.message<{ message: string }>('window/showMessageRequest', (asked) =>
    asked.message.startsWith('Undo'),
  );
  expect(message).toBe('Undo the last change of "new-checkout" in staging: off → on?');
});

test('opens the dashboard outside of the editor, signed in once', async () => {
  const editor = await openAnswering();
  await execute(editor, serverCommands.openDashboard, 'new-checkout');
  const { uri, external } = await editor.client.message<{ uri: string; external: boolean }>('window/showDocument');
  expect(external).toBe(true);
  expect(new URL(uri).origin).toBe(editor.plane.url);
});

test('reads the state again', async () => {
  const editor = await openAnswering();
  await expect(execute(editor, serverCommands.refresh)).resolves.toBeNull();
});

test('refuses commands it does not have, and keys that are none', async () => {
  const editor = await openAnswering();
  await expect(execute(editor, 'constructor')).rejects.toThrow(/no command/);
  await expect(execute(editor, serverCommands.flipSwitch, { key: 1 })).rejects.toThrow(/flag key/);
  await execute(editor, serverCommands.flipSwitch, 'no-such-flag');
  const { message } = await editor.client.message<{ message: string }>('window/showMessage');
  expect(message).toContain('holds no flag "no-such-flag"');
});

test('writes commands into lenses and code actions that the client can send back', async () => {
  const editor = await openAnswering();
  const { client, uri } = editor;
  client.change(uri('a.ts'), code(`client.getBooleanValue('new-checkout', false);`));
  const lenses = await client.codeLens(uri('a.ts'));
  const known = client.initialized.capabilities.executeCommandProvider?.commands ?? [];
  const used = lenses.flatMap(({ command }) => (command?.command ? [command.command] : []));
  expect(used.length).toBeGreaterThan(0);
  expect(known).toEqual(expect.arrayContaining(used));
});
