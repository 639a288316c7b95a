/** The client's settings, section `sluice`. */
import { z } from 'zod';

export interface Settings {
  readonly codeLens: { readonly enabled: boolean };
  /** `workspace`: also the findings of files that are not open. */
  readonly diagnostics: { readonly scope: 'openFiles' | 'workspace' };
}

export const defaultSettings: Settings = {
  codeLens: { enabled: true },
  diagnostics: { scope: 'openFiles' },
};

const settings = z.object({
  codeLens: z.object({ enabled: z.boolean().catch(defaultSettings.codeLens.enabled) }).catch(defaultSettings.codeLens),
  diagnostics: z
    .object({ scope: z.enum(['openFiles', 'workspace']).catch(defaultSettings.diagnostics.scope) })
    .catch(defaultSettings.diagnostics),
});

/** What a client sent as the section. Absent, null, empty or malformed settings are defaults: some clients send an empty object first. */
export function readSettings(section: unknown): Settings {
  const parsed = settings.safeParse(section ?? {});
  return parsed.success ? parsed.data : defaultSettings;
}

/** The section inside `workspace/didChangeConfiguration` params, which hold the settings of all servers; null where it is not there. */
export function sectionOf(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || !('sluice' in settings)) return null;
  return settings.sluice;
}
