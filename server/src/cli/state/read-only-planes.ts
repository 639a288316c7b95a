/** Control planes that can only be read: a state file, and one that is configured without an address. */
import { environmentSuffix } from '../../config/environment-suffix.ts';
import { ControlPlaneError, type ControlPlane } from '../../control-planes/control-plane.ts';
import type { FlagSnapshot } from '../../core/model.ts';
import { visible } from '../../core/text.ts';

/** Stands for a control plane whose state was given as a file. */
export function givenPlane(file: string, snapshot: FlagSnapshot, name: string | null = null): ControlPlane {
  const shown = `file ${visible(file)}${name === null ? '' : ` (${visible(name)})`}`;
  return readOnlyPlane('snapshot-file', shown, {
    read: () => Promise.resolve(snapshot),
    refusal: `${shown} is a copy of a state and cannot be changed.`,
  });
}

/** Stands for a control plane of which the given file holds no state. */
export function notGivenPlane(file: string, name: string): ControlPlane {
  const message = `${visible(file)} holds no state of ${JSON.stringify(name)}.`;
  return readOnlyPlane('snapshot-file', `file ${visible(file)} (${visible(name)})`, {
    read: () => Promise.reject(new ControlPlaneError(name, 'not-found', message)),
    refusal: message,
  });
}

/**
 * Stands for a configured control plane whose address nobody named, as on a laptop where SLUICE_URL is not set: the code can
 * still be scanned. `name`: of one of several.
 */
export function addresslessPlane(kind: string, name: string | null = null): ControlPlane {
  const message =
    name === null
      ? 'The control plane has no address: set SLUICE_URL, or controlPlane.url in sluice.config.json.'
      : `The control plane ${JSON.stringify(name)} has no address: set SLUICE_URL_${environmentSuffix(name)}, or its url in sluice.config.json.`;
  return readOnlyPlane(kind, name === null ? 'the control plane' : `the control plane ${JSON.stringify(name)}`, {
    read: () => Promise.reject(new ControlPlaneError(kind, 'not-found', message)),
    refusal: message,
  });
}

function readOnlyPlane(
  kind: string,
  name: string,
  { read, refusal }: { readonly read: ControlPlane['readFlags']; readonly refusal: string },
): ControlPlane {
  const refuse = () => Promise.reject(new ControlPlaneError(name, 'unsupported', refusal));
  return {
    kind,
    name,
    capabilities: {
      write: false,
      rollback: false,
      subscribe: false,
      narrowestScope: 'environment',
      shareStep: 1,
      lostUpdates: 'refused',
    },
    readFlags: read,
    subscribe: () => ({ close: () => undefined }),
    write: refuse,
    rollback: refuse,
    dashboardUrl: () => Promise.resolve(null),
  };
}
