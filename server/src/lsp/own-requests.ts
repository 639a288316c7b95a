/** Our own requests (`protocol.ts`) on a connection: which function answers which, and what is answered where that fails. */
import type { Connection } from 'vscode-languageserver';
import {
  checkControlPlaneRequest,
  controlPlaneKindsRequest,
  controlPlaneOfRequest,
  dashboardUrlRequest,
  flagAtRequest,
  flagsRequest,
  refreshRequest,
  rollbackRequest,
  refusalRequest,
  rollbackTargetRequest,
  setShareRequest,
  type ControlPlaneKind,
  type RollbackTarget,
  type StateStatus,
  type WriteResult,
} from '../protocol.ts';
import type { Guard } from './guard.ts';
import { controlPlaneKinds, ownControlPlaneProblem } from './own-control-plane.ts';
import { anything, type RequiredParams } from './params.ts';
import type { Requests } from './requests.ts';

/** How a request becomes an answer. */
export interface Answering {
  readonly asked: Guard;
  /** For what depends on the text of documents: with all that has been typed until now. */
  readonly answering: <Params, Result>(
    name: string,
    fallback: Result,
    required: RequiredParams,
    handler: (params: Params) => Result,
  ) => (params: Params) => Promise<Result>;
}

/** The answer where a change went wrong in a way nobody foresaw. */
const failedWrite: WriteResult = {
  ok: false,
  kind: 'unknown',
  message: 'Sluice failed while changing the flag, so whether it changed is not known. Look at it before trying again.',
  current: null,
};

export function answerOwnRequests(connection: Connection, requests: Requests, { asked, answering }: Answering): void {
  connection.onRequest(refreshRequest, asked<[], StateStatus | null>(refreshRequest, null, requests.refresh));
  connection.onRequest(flagsRequest, asked(flagsRequest, [], requests.flags));
  connection.onRequest(flagAtRequest, answering(flagAtRequest, null, anything, requests.flagAt));
  connection.onRequest<string | null, void>(
    controlPlaneOfRequest,
    asked(controlPlaneOfRequest, null, requests.controlPlaneOf),
  );
  connection.onRequest(
    controlPlaneKindsRequest,
    asked<[], readonly ControlPlaneKind[]>(controlPlaneKindsRequest, [], () => controlPlaneKinds),
  );
  connection.onRequest(
    checkControlPlaneRequest,
    answering(checkControlPlaneRequest, null, anything, ownControlPlaneProblem),
  );
  connection.onRequest<WriteResult, void>(setShareRequest, asked(setShareRequest, failedWrite, requests.setShare));
  connection.onRequest<WriteResult, void>(rollbackRequest, asked(rollbackRequest, failedWrite, requests.rollback));
  connection.onRequest<string | null, void>(refusalRequest, asked(refusalRequest, null, requests.refusal));
  connection.onRequest<RollbackTarget, void>(
    rollbackTargetRequest,
    asked(rollbackTargetRequest, { kind: 'unknown' } as const, requests.rollbackTarget),
  );
  connection.onRequest(dashboardUrlRequest, asked(dashboardUrlRequest, null, requests.dashboardUrl));
}
