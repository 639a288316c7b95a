/** Whether flags can go: the one judgement, on the state and the code as they are now. */
import type { CallSite, Flag } from '../core/model.ts';
import type { ConfiguredTimes } from '../core/state/allowance.ts';
import { criticalEnvironments } from '../core/state/environments.ts';
import { judgeFlag, type CodeView, type FlagVerdict } from '../core/state/verdict.ts';
import type { Plane } from './plane.ts';
import type { Planes } from './planes.ts';
import type { Session, SessionPlane } from './session.ts';

export interface Verdicts {
  of(flag: Flag, plane: SessionPlane): FlagVerdict | null;
  /** The call sites are others now. */
  forget(): void;
  /** All of the workspace has been read. */
  workspaceRead(): void;
}

export interface VerdictsOptions {
  readonly planes: Pick<Planes, 'named' | 'of'>;
  readonly references: Session['references'];
  readonly callSites: () => Iterable<CallSite>;
  /** `after` of a check, as configured. */
  readonly after: (checkId: string) => ConfiguredTimes;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** Knows nothing of the code before `workspaceRead`: a part of it cannot show how often a flag is read. */
export function createVerdicts({ planes, references, callSites, after, now }: VerdictsOptions): Verdicts {
  let isWhole = false;
  let dynamicReads: ReadonlyMap<string | undefined, number> | null = null;

  /** By the name of the control plane that decides for their files. */
  const countDynamicReads = (): ReadonlyMap<string | undefined, number> => {
    const counts = new Map<string | undefined, number>();
    for (const { key, role, uri } of callSites()) {
      if (key.kind !== 'dynamic' || role !== 'evaluation') continue;
      const name = planes.of(uri)?.name;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  };

  const codeView = (flag: Flag, plane: Plane): CodeView | null => {
    if (!isWhole) return null;
    dynamicReads ??= countDynamicReads();
    return {
      callSites: references(flag.key, plane),
      dynamicReads: dynamicReads.get(plane.comparedWith ?? plane.name) ?? 0,
    };
  };

  return {
    of(flag, { name }) {
      const plane = planes.named(name);
      const { snapshot = null } = plane?.state() ?? {};
      if (plane === null || snapshot === null) return null;
      return judgeFlag(flag, {
        snapshot,
        isFresh: plane.usableIndex() !== null,
        criticalEnvironments: criticalEnvironments(snapshot, plane.critical),
        now: now(),
        staleAfter: after('stale-switch'),
        stuckAfter: after('stuck-valve'),
        code: codeView(flag, plane),
      });
    },
    forget: () => void (dynamicReads = null),
    workspaceRead: () => void (isWhole = true),
  };
}
