import { expect, test } from 'vitest';
import { callSitesOf } from '../../support/call-sites-of.ts';

const read = "client.getBooleanValue('new-checkout', false)";

test.each([
  [`if (await ${read}) pay();`, 'condition awaited'],
  [`if (!(await ${read})) pay();`, 'condition negated awaited'],
  [`const isNew = await ${read};`, 'assigned awaited to isNew'],
  [`const label = ${read} ? 'a' : 'b';`, 'condition'],
  [`${read} && pay();`, 'condition'],
  [`pay(${read});`, 'argument'],
  [`const f = () => ${read};`, 'returned'],
  [`const page = <p>{${read}}</p>;`, 'rendered'],
  [`if (${read} === true) pay();`, 'compared'],
  [`${read};`, 'discarded'],
])('%s', (code, expected) => {
  const [site] = callSitesOf({
    'shop.tsx': `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n${code}\n`,
  });
  const use = site?.use;
  const words = [
    use?.kind,
    use?.negated && 'negated',
    use?.awaited && 'awaited',
    use?.variable && `to ${use.variable}`,
  ];
  expect(words.filter(Boolean).join(' ')).toBe(expected);
});
