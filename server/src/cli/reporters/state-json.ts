import type { StateStatus } from '../../protocol.ts';

/** How fresh the state is, as every JSON report says it. */
export function stateJson(state: StateStatus): object {
  return {
    kind: state.kind,
    controlPlane: state.controlPlane,
    readAt: state.readAt,
    complete: state.complete,
    flags: state.flagCount,
    problem: state.problem,
  };
}
