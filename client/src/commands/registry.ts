/** Every command of the extension. */
import * as vscode from 'vscode';
import { clientCommands } from '../../../server/src/protocol.ts';
import type { App } from '../app.ts';
import { connect, disconnect, signIn, signOut } from '../sign-in.ts';
import { visibleText } from '../text.ts';
import { flipSwitch, rollBack, setValve } from './change-flag.ts';
import { showMenu } from './menu.ts';
import { openDashboard } from './open-dashboard.ts';
import { refresh } from './refresh.ts';
import { showReferences } from './show-references.ts';

type Command = (app: App, ...args: readonly unknown[]) => Promise<void> | void;

const COMMANDS: Readonly<Record<string, Command>> = {
  [clientCommands.flipSwitch]: flipSwitch,
  [clientCommands.setValve]: setValve,
  [clientCommands.rollback]: rollBack,
  [clientCommands.openDashboard]: openDashboard,
  [clientCommands.showReferences]: showReferences,
  'sluice.refresh': refresh,
  'sluice.signIn': signIn,
  'sluice.signOut': signOut,
  'sluice.connect': connect,
  'sluice.disconnect': disconnect,
  'sluice.showMenu': showMenu,
  'sluice.showLog': (app) => app.log.show(),
  'sluice.restart': (app) => app.restart(),
};

/** Registers them all; what one throws is logged and said in one sentence. */
export function registerCommands(app: App): vscode.Disposable {
  const registered = Object.entries(COMMANDS).map(([id, command]) =>
    vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
      try {
        await command(app, ...args);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        app.log.error(`${id}: ${message}`);
        void vscode.window.showErrorMessage(`Sluice could not do that. ${visibleText(message)}`);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
