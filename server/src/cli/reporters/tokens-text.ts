/** Tokens for people. */
import type { z } from 'zod';
import { formatMinute } from '../../core/state/age.ts';
import { plural, visible } from '../../core/text.ts';
import type { tokens as tokensAnswer } from '../../embedded/answers.ts';
import type { Style } from '../terminal/style.ts';
import { table, type Cell } from './table.ts';

type Token = z.infer<typeof tokensAnswer>['tokens'][number];

/** One line for each token, as the control plane lists them. `now` in ms tells which have expired. */
export function tokensText(tokens: readonly Token[], now: number, style: Style): string {
  const rows = tokens.map((token): readonly Cell[] => {
    const state = stateOf(token, now);
    return [
      { text: visible(token.id, 40), format: 'cyan' },
      { text: visible(token.name, 60) },
      { text: roleOf(token) },
      { text: placeOf(token) },
      { text: formatMinute(token.lastUsedAt) ?? 'never' },
      { text: state, ...(state.startsWith('works') ? {} : { format: 'dim' }) },
    ];
  });
  const active = tokens.filter((token) => stateOf(token, now).startsWith('works')).length;
  const body = table(['ID', 'NAME', 'ROLE', 'FOR', 'LAST USED', 'STATE'], rows, style);
  return `${body}\n\n${style('bold', plural(tokens.length, 'token'))}, ${active} of them working\n`;
}

/** "viewer, operator in staging" */
function roleOf({ role, environmentRoles }: Token): string {
  const others = Object.entries(environmentRoles).map(
    ([environment, other]) => `${other} in ${visible(environment, 40)}`,
  );
  return [role, ...others].join(', ');
}

function placeOf({ project, environment, datacenter, server }: Token): string {
  const parts = [project, environment, datacenter, server].filter((part) => part !== null);
  return parts.length === 0 ? 'all projects' : visible(parts.join(' / '), 120);
}

function stateOf({ revokedAt, expiresAt }: Token, now: number): string {
  if (revokedAt !== null) return `revoked ${formatMinute(revokedAt) ?? ''}`.trim();
  if (expiresAt === null) return 'works';
  const isOver = Date.parse(expiresAt) <= now;
  return `${isOver ? 'expired' : 'works until'} ${formatMinute(expiresAt) ?? ''}`.trim();
}
