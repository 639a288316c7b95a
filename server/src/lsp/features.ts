/** Standard LSP requests: convert, call the feature, done. */
import type {
  CodeAction,
  CodeActionParams,
  CodeLens,
  Command,
  CompletionList,
  CompletionParams,
  DefinitionParams,
  Hover,
  HoverParams,
  Location,
  ReferenceParams,
  TextDocumentIdentifier,
} from 'vscode-languageserver';
import { vocabulary } from '../core/sdks/vocabulary.ts';
import { codeAction } from '../features/code-action.ts';
import { codeLens } from '../features/code-lens.ts';
import { completion } from '../features/completion.ts';
import { definition } from '../features/definition.ts';
import { hover } from '../features/hover.ts';
import { references } from '../features/references.ts';
import { clientCommands, serverCommands } from '../protocol.ts';
import type { Session } from '../session/session.ts';
import type { ServerContext } from './context.ts';
import type { Folders } from './folders.ts';
import type { Settings } from './settings.ts';

export interface Features {
  hover(params: HoverParams): Hover | null;
  completion(params: CompletionParams): CompletionList | null;
  definition(params: DefinitionParams): Location | null;
  references(params: ReferenceParams): Location[];
  codeLens(params: { readonly textDocument: TextDocumentIdentifier }): CodeLens[];
  codeAction(params: CodeActionParams): (CodeAction | Command)[];
}

export function createFeatures({ client, now }: ServerContext, folders: Folders, settings: () => Settings): Features {
  const commands = {
    ...(client.isSluice ? clientCommands : { ...serverCommands, showReferences: null }),
    canAct: client.isTrusted,
  };
  const readers = new Set(vocabulary().called);
  const sessionOf = ({ uri }: TextDocumentIdentifier): Session => folders.of(uri).session();
  return {
    hover: ({ textDocument, position }) =>
      hover(sessionOf(textDocument), textDocument.uri, position, {
        format: client.hoverFormat,
        now: now(),
        dashboardCommand: client.isSluice && client.isTrusted ? clientCommands.openDashboard : null,
      }),
    completion: ({ textDocument, position }) =>
      completion(sessionOf(textDocument), textDocument.uri, position, {
        format: client.completionFormat,
        tags: client.completionTags,
        readers,
      }),
    definition: ({ textDocument, position }) => definition(sessionOf(textDocument), textDocument.uri, position),
    references: ({ textDocument, position, context }) =>
      references(sessionOf(textDocument), textDocument.uri, position, context.includeDeclaration),
    codeLens: ({ textDocument }) =>
      settings().codeLens.enabled ? codeLens(sessionOf(textDocument), textDocument.uri, commands) : [],
    codeAction({ textDocument, range, context }) {
      const actions = codeAction(sessionOf(textDocument), textDocument.uri, range, {
        only: context.only ?? null,
        diagnostics: context.diagnostics,
        commands,
      });
      // A client that takes commands only gets those.
      return client.codeActionLiterals ? actions : actions.flatMap(({ command }) => (command ? [command] : []));
    },
  };
}
