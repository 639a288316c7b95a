/** What the person's own settings come to, as far as the client has to know; what each kind takes, the server checks. */
import type { OwnControlPlane } from '../../server/src/protocol.ts';
import { parseControlPlaneUrl } from './origin.ts';

/** As the person wrote it. */
export interface ControlPlaneSetting extends OwnControlPlane {
  readonly url: string;
  readonly origin: string;
}

export interface OwnSetting {
  /** null where there is none that can be used. */
  readonly setting: ControlPlaneSetting | null;
  /** For the server. With a wrong address too: what the setting was to take the place of is not what the person wanted. */
  readonly sent: OwnControlPlane | null;
  /** What is wrong with the address; null where it is fine or nothing is set. */
  readonly problem: string | null;
}

/** Pure: from the values of the settings; undefined: empty, or not set. */
export function ownSetting(values: OwnControlPlane): OwnSetting {
  const { kind, url } = values;
  if (url === undefined) {
    const isIdle = kind === undefined || kind === 'sluice';
    const problem = isIdle
      ? null
      : 'The setting sluice.controlPlane.kind has no effect without sluice.controlPlane.url.';
    return { setting: null, sent: null, problem };
  }
  const parsed = parseControlPlaneUrl(url);
  if (!parsed.ok)
    return {
      setting: null,
      sent: values,
      problem: `The setting sluice.controlPlane.url cannot be used. ${parsed.message}`,
    };
  const setting = { ...values, url: parsed.url, origin: parsed.origin };
  return { setting, sent: setting, problem: null };
}
