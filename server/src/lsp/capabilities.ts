/** What the server says it can do. */
import {
  CodeActionKind,
  TextDocumentSyncKind,
  type FileOperationRegistrationOptions,
  type InitializeResult,
} from 'vscode-languageserver';
import manifest from '../../../package.json' with { type: 'json' };
import { serverCommands } from '../protocol.ts';
import type { Client } from './client.ts';

const everyFile: FileOperationRegistrationOptions = { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] };

export function initializeResult(client: Client): InitializeResult {
  return {
    serverInfo: { name: 'sluice', version: manifest.version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      // The quotes open the string a key is typed into.
      completionProvider: { triggerCharacters: ["'", '"', '`'] },
      definitionProvider: true,
      referencesProvider: true,
      codeLensProvider: { resolveProvider: false },
      codeActionProvider: client.codeActionLiterals ? { codeActionKinds: [CodeActionKind.QuickFix] } : true,
      executeCommandProvider: { commands: Object.values(serverCommands) },
      ...(client.pullsDiagnostics
        ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }
        : {}),
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        // Who watches files tells nothing of a folder that gets another name.
        fileOperations: { didCreate: everyFile, didRename: everyFile, didDelete: everyFile },
      },
    },
  };
}
