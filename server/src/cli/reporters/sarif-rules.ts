/** Checks as SARIF's rules. */
import type { CheckMeta } from '../../core/checks/check.ts';
import type { Severity } from '../../core/model.ts';
import { checkDocsUrl } from '../product.ts';

export const sarifLevels = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const satisfies {
  [severity in Severity]: string;
};

/** Code scanning sorts by it where a rule is not about security. */
const problemSeverities = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
  hint: 'recommendation',
} as const satisfies { [severity in Severity]: string };

export function sarifRule(check: CheckMeta): object {
  const url = checkDocsUrl(check.id);
  return {
    id: check.id,
    name: pascalCase(check.id),
    shortDescription: { text: sentence(check.title) },
    fullDescription: { text: firstParagraph(check.description) },
    help: { text: check.description.trim(), markdown: check.description.trim() },
    ...(url === null ? {} : { helpUri: url }),
    defaultConfiguration: { level: sarifLevels[check.severity], enabled: check.recommended !== false },
    properties: { tags: ['feature-flags', check.category], 'problem.severity': problemSeverities[check.severity] },
  };
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function firstParagraph(text: string): string {
  return (text.trim().split(/\n\s*\n/)[0] ?? '').replace(/\s+/g, ' ');
}

/** SARIF wants messages to end like sentences. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
