import { readFileSync } from 'node:fs';
import type { PlaneAccess } from '../support/plane-client.ts';

/** What the suite is told by who starts it, through the file that `SLUICE_E2E_PLAN` names. */
export interface Plan {
  readonly plane: PlaneAccess;
  /** What an operator signs in with. */
  readonly operatorToken: string;
  readonly folder: string;
  /** One line of JSON per test result goes here. */
  readonly results: string;
}

export function readPlan(): Plan {
  const path = process.env['SLUICE_E2E_PLAN'];
  if (!path) throw new Error('SLUICE_E2E_PLAN is not set');
  return JSON.parse(readFileSync(path, 'utf8')) as Plan;
}
