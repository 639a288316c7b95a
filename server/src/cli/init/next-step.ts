/** What is to be done once the configuration is written. */
import { isLoopback, parseBaseUrl } from '../../control-planes/http/target-url.ts';
import type { ChosenControlPlane } from './choose-control-plane.ts';
import { missingFields } from './control-plane-text.ts';

/** A sentence, or the few steps that are left until `sluice status` shows the flags. */
export function nextStep(controlPlane: ChosenControlPlane | null, env: NodeJS.ProcessEnv): string {
  if (controlPlane === null) return 'Next: `sluice check`';
  const { facts, values } = controlPlane;
  const missing = missingFields(controlPlane);
  const base = values.url === undefined ? null : parseBaseUrl(values.url);
  const origin = base?.ok ? base.url.origin : null;
  // To this machine a token goes anyway.
  const needsUrl = facts.reach === 'http' && !env['SLUICE_URL']?.trim() && !(base?.ok && isLoopback(base.url));
  const needsToken = facts.token !== null && !env['SLUICE_TOKEN']?.trim();
  const steps = [
    ...(missing.length > 0 ? [`fill in ${missing.map((name) => `"${name}"`).join(' and ')} in the file`] : []),
    ...(needsUrl
      ? [
          `set SLUICE_URL${origin === null ? ' to its address' : `=${origin}`}: SLUICE_TOKEN is sent there and nowhere else`,
        ]
      : []),
    ...(needsToken ? [`set SLUICE_TOKEN to ${facts.token ?? ''}`] : []),
    '`sluice status` shows the flags, `sluice check` what is wrong in the code',
  ];
  if (steps.length === 1) return `Next: ${steps[0] ?? ''}`;
  return `Next:\n${steps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}`;
}
