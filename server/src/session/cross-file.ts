/** What checks ask beyond their own file, so that a change elsewhere reaches exactly the findings that rest on it. */
import type { WorkspaceView } from '../core/checks/check.ts';
import { camelCaseSpellings } from '../core/join.ts';
import type { CallSite } from '../core/model.ts';

/** What was asked for some findings. */
export interface Asked {
  readonly keys: Set<string>;
  /** For the call sites whose key is not known. */
  dynamic: boolean;
}

/** Which answers may be others than before. */
export interface ChangedAnswers {
  /** As exact keys are written. */
  readonly keys: ReadonlySet<string>;
  /** As SDKs spell keys that they rewrite. */
  readonly camelCase: ReadonlySet<string>;
  readonly dynamic: boolean;
}

export function nothingAsked(): Asked {
  return { keys: new Set(), dynamic: false };
}

/** The view, with a note of what was asked. */
export function noting(view: WorkspaceView, asked: Asked): WorkspaceView {
  return {
    isWhole: view.isWhole,
    callSitesOf(key) {
      asked.keys.add(key);
      return view.callSitesOf(key);
    },
    dynamicCallSites() {
      asked.dynamic = true;
      return view.dynamicCallSites();
    },
    referencesElsewhere: (key) => view.referencesElsewhere(key),
  };
}

/** What other call sites in some files change for those who asked. */
export function changedAnswers(callSites: Iterable<CallSite>): ChangedAnswers {
  const keys = new Set<string>();
  const camelCase = new Set<string>();
  let dynamic = false;
  for (const { key } of callSites) {
    if (key.kind === 'dynamic') dynamic = true;
    else if (key.kind === 'one-of') for (const value of key.values) keys.add(value);
    else (key.spelling === 'camelCase' ? camelCase : keys).add(key.value);
  }
  return { keys, camelCase, dynamic };
}

/** Whether findings for which this was asked may be others now. */
export function isAffected(asked: Asked, changed: ChangedAnswers): boolean {
  if (asked.dynamic && changed.dynamic) return true;
  for (const key of asked.keys) {
    if (changed.keys.has(key) || changed.camelCase.has(key)) return true;
    if (changed.camelCase.size > 0 && camelCaseSpellings(key).some((spelling) => changed.camelCase.has(spelling)))
      return true;
  }
  return false;
}
