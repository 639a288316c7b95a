import { marked, type Token, type Tokens } from 'marked';
import { expect, test } from 'vitest';
import type { ChangedFlag, ChangeReport } from '../../../server/src/cli/change/change-report.ts';
import { attacks } from '../../support/hostile-text.ts';
import { printed, someFinding, someReport } from '../../support/reports.ts';

function changed(text: string): ChangeReport {
  const flag: ChangedFlag = {
    key: text,
    controlPlane: text,
    readsBefore: 0,
    readsAfter: 1,
    readsElsewhere: 2,
    state: 'found',
    kind: 'switch',
    purpose: 'release',
    owner: text,
    serving: [{ environment: text, critical: true, serving: text, differs: true }],
    staleBy: [text],
  };
  const lists = { added: [flag], removed: [flag], stillStale: [flag] };
  return { ref: text, base: '0123456789abcdef', files: 1, inChange: 1, elsewhere: 1, ...lists, notes: [text] };
}

test.each(attacks.map(({ title, text }) => [title, text] as const))(
  'the comment of a pull request: five rows, no link, image, HTML or mention: %s',
  (_title, text) => {
    const findings = (['in-change', 'elsewhere'] as const).map((change) =>
      someFinding({ finding: { message: text, flagKey: text }, place: { file: text }, change }),
    );
    const markdown = printed(someReport(findings, { change: changed(text) }), 'markdown');
    const tokens: Token[] = [];
    marked.walkTokens(marked.lexer(markdown), (token) => void tokens.push(token));
    const tables = tokens.filter((token): token is Tokens.Table => token.type === 'table');
    for (const { header, rows } of tables) expect(rows.map((row) => row.length)).toEqual([header.length]);
    // A row without room is counted.
    const more = [...markdown.matchAll(/… and (\d+) more/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(tables.length + more).toBe(5);
    expect(markdown.length).toBeLessThanOrEqual(65_536);
    const kinds = new Set(tokens.map(({ type }) => type));
    for (const kind of ['link', 'image', 'list', 'blockquote', 'code', 'hr', 'em', 'del'])
      expect(kinds).not.toContain(kind);
    for (const { raw } of tokens.filter(({ type }) => type === 'html'))
      expect(raw.trim()).toMatch(/^(?:<br>|<\/?sub>|<!-- sluice change [^<>]*-->)$/);
    expect(markdown.replaceAll(/`[^`]*`/g, '')).not.toMatch(/@\w/);
    expect(markdown).toContain('own');
  },
);
