/** A control plane that answers what a test tells it to. */
import {
  ControlPlaneError,
  type ControlPlane,
  type ControlPlaneErrorKind,
  type SubscriptionListener,
} from '../../server/src/control-planes/control-plane.ts';
import type { Flag, FlagSnapshot } from '../../server/src/core/model.ts';

export interface FakeControlPlane extends ControlPlane {
  /** What the next readings answer; the last one stays. */
  answers: (FlagSnapshot | Error)[];
  reads: number;
  listener: SubscriptionListener | null;
  onWrite: (() => Promise<Flag>) | null;
  /** Resolves when reading has been asked for so many times. */
  readTimes(count: number): Promise<void>;
}

export const planeName = 'sluice at http://127.0.0.1:4650';

export function trouble(
  kind: ControlPlaneErrorKind,
  extra: { cause?: unknown; current?: Flag } = {},
): ControlPlaneError {
  return new ControlPlaneError(planeName, kind, `${planeName} said ${kind}.`, extra);
}

export function fakeControlPlane(...answers: (FlagSnapshot | Error)[]): FakeControlPlane {
  const waiting: { count: number; resolve: () => void }[] = [];
  const plane: FakeControlPlane = {
    kind: 'sluice',
    name: planeName,
    capabilities: {
      write: true,
      rollback: true,
      subscribe: true,
      narrowestScope: 'server',
      shareStep: 1,
      lostUpdates: 'refused',
    },
    answers,
    reads: 0,
    listener: null,
    onWrite: null,
    async readFlags() {
      plane.reads++;
      for (const { count, resolve } of waiting) if (plane.reads >= count) resolve();
      const answer = plane.answers.length > 1 ? plane.answers.shift() : plane.answers[0];
      if (answer === undefined || answer instanceof Error) throw answer ?? trouble('network');
      return answer;
    },
    subscribe(listener) {
      plane.listener = listener;
      return { close: () => void (plane.listener = null) };
    },
    write: () => plane.onWrite?.() ?? Promise.reject(trouble('unsupported')),
    rollback: () => plane.onWrite?.() ?? Promise.reject(trouble('unsupported')),
    dashboardUrl: () => Promise.resolve(null),
    readTimes: (count) =>
      new Promise((resolve) => {
        if (plane.reads >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
  return plane;
}
