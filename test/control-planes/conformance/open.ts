/** From a subject's configuration to its adapter, the way the product goes. */
import type { ControlPlane } from '../../../server/src/control-planes/control-plane.ts';
import { boundCredentials } from '../../../server/src/control-planes/credentials.ts';
import {
  controlPlaneSchema,
  createControlPlane,
  type ControlPlaneConfig,
} from '../../../server/src/control-planes/registry.ts';
import type { OpenOptions } from './subject.ts';

/**
 * The adapter of `controlPlane` in a configuration, at the address of the options. `configFile` matters for files only.
 *
 * @example open: (options) => openWith({ kind: 'unleash', project: 'shop' }, options)
 */
export function openWith(
  config: { readonly kind: ControlPlaneConfig['kind']; readonly [key: string]: unknown },
  { url, token, ...options }: OpenOptions,
  configFile = '/shop/sluice.config.json',
): ControlPlane {
  const isFile = 'path' in config;
  const parsed = controlPlaneSchema.parse(isFile ? config : { ...config, url });
  const credentials = boundCredentials({ origin: new URL(url).origin, token });
  return createControlPlane(parsed, { ...options, configFile, credentials });
}
