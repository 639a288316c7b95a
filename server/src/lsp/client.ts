/** What the client can do and who it is, read once from `initialize`. Nothing it sends or leaves out is an error. */
import type { InitializeParams, MarkupKind } from 'vscode-languageserver';
import { z } from 'zod';
import { readOwnControlPlane, type OwnSetting } from './own-control-plane.ts';

export interface Client {
  /** Registers the client commands and answers `sluice/connect`. */
  readonly isSluice: boolean;
  /** False: scan, but no network and no writes. */
  readonly isTrusted: boolean;
  /** A control plane from the person's own settings. */
  readonly controlPlane: OwnSetting | null;
  /** Why the person's own setting cannot be used; null where it can, or there is none. */
  readonly controlPlaneProblem: string | null;
  readonly hoverFormat: 'markdown' | 'plaintext';
  readonly completionFormat: 'markdown' | 'plaintext';
  readonly completionTags: boolean;
  readonly relatedInformation: boolean;
  /** Takes code actions that carry edits, not commands alone. */
  readonly codeActionLiterals: boolean;
  readonly codeLensRefresh: boolean;
  /** Diagnostics are asked for, never pushed: the client has no other way. */
  readonly pullsDiagnostics: boolean;
  readonly diagnosticRefresh: boolean;
  readonly workDoneProgress: boolean;
  readonly watchesFiles: boolean;
  readonly configuration: boolean;
  readonly configurationNotices: boolean;
  readonly workspaceFolders: boolean;
  readonly showDocument: boolean;
}

const initializationOptions = z.object({
  sluiceClient: z.boolean().catch(false),
  trusted: z.boolean().catch(true),
  controlPlane: z.unknown().optional(),
});

/** Reads capabilities and options. A client that says nothing of trust is trusted: such clients have no notion of it. */
export function readClient({ capabilities, initializationOptions: sent }: InitializeParams): Client {
  const parsed = initializationOptions.safeParse(sent ?? {});
  const { sluiceClient, trusted, controlPlane } = parsed.success
    ? parsed.data
    : { sluiceClient: false, trusted: true, controlPlane: null };
  const own = readOwnControlPlane(controlPlane);
  const { textDocument, workspace, window } = capabilities ?? {};
  return {
    isSluice: sluiceClient,
    isTrusted: trusted,
    controlPlane: own?.ok ? own.setting : null,
    controlPlaneProblem: own?.ok === false ? own.problem : null,
    hoverFormat: formatOf(textDocument?.hover?.contentFormat),
    completionFormat: formatOf(textDocument?.completion?.completionItem?.documentationFormat),
    completionTags: textDocument?.completion?.completionItem?.tagSupport !== undefined,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    codeLensRefresh: workspace?.codeLens?.refreshSupport === true,
    // With push there is one way for text and state changes alike, and each result names its version; so pull is only for who cannot do that.
    pullsDiagnostics: textDocument?.diagnostic !== undefined && textDocument.publishDiagnostics === undefined,
    diagnosticRefresh: workspace?.diagnostics?.refreshSupport === true,
    workDoneProgress: window?.workDoneProgress === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    configuration: workspace?.configuration === true,
    configurationNotices: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    showDocument: window?.showDocument?.support === true,
  };
}

function formatOf(formats: readonly MarkupKind[] | undefined): 'markdown' | 'plaintext' {
  return Array.isArray(formats) && formats.includes('markdown') ? 'markdown' : 'plaintext';
}
