/** The names of the report formats; the first is the default. */
export const checkFormats = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown'] as const;
export const listFormats = ['text', 'json'] as const;

export type CheckFormat = (typeof checkFormats)[number];
export const reportFormats = ['html', 'json'] as const;
