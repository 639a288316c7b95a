/** Wherever someone is typing, the flag reads on all other lines stay what they are. */
import { expect, test } from 'vitest';
import { pick, randomFrom } from '../../support/random-edits.ts';
import { callSitesOf } from '../../support/call-sites-of.ts';

/** Above the line of dashes stands what all reads depend on: nobody types there. */
const pages: Record<string, string> = {
  'checkout.ts': `import { OpenFeature } from '@openfeature/server-sdk';
const client = OpenFeature.getClient();
const Keys = { gift: 'gift-wrap', slots: 'delivery-slots' } as const;
// ----
export async function checkout(cart: Cart, context: Context): Promise<Order> {
  const total = cart.lines.reduce((sum, line) => sum + line.price * line.count, 0);
  if (await client.getBooleanValue('new-checkout', false, context)) {
    return pay({ cart, total, method: 'card' });
  }
  const color = await client.getStringValue('button-color', 'blue');
  for (const line of cart.lines) {
    if (line.isGift && (await client.getBooleanValue(Keys.gift, false))) wrap(line);
  }
  return { ...cart, color, limit: await client.getNumberValue('cart-limit', 20) };
}

export const slots = async (day: string) =>
  (await client.getBooleanValue(Keys.slots, false)) ? fetchSlots(\`/slots/\${day}\`) : [];
`,
  'page.tsx': `import { useFlag, useVariant } from '@unleash/proxy-client-react';
// ----
export const ProductPage = ({ product }: Props) => {
  const hasReviews = useFlag('reviews');
  const banner = useVariant('banner-text');
  const [count, setCount] = useState<number>(1);
  useEffect(() => {
    track('product', { id: product.id });
  }, [product.id]);
  return (
    <Layout title={product.name}>
      {useFlag('zoom') ? <Zoom src={product.image} /> : <img src={product.image} alt="" />}
      <Price value={product.price * count} />
      {hasReviews && (
        <Reviews of={product} onMore={() => setCount((old) => old + 1)} />
      )}
      <p>{banner.payload?.value}</p>
      {useFlag('also-bought') && <AlsoBought to={product} />}
    </Layout>
  );
};

function Footer() {
  return useFlag('dark-footer') ? <Dark /> : <Light />;
}
`,
  'orders.service.ts': `import { Client } from '@openfeature/server-sdk';
// ----
@Injectable()
export class OrdersService {
  // prettier-ignore
  constructor(private readonly flags: Client, private readonly orders: Orders) {}

  @Get('/orders')
  async list(@Query('page') page: number): Promise<Order[]> {
    const isFast = await this.flags.getBooleanValue('fast-orders', false);
    return isFast ? this.orders.fast(page) : this.orders.list({ page, size: 20 });
  }

  async cancel(id: string) {
    if (!(await this.flags.getBooleanValue('self-cancel', false))) {
      throw new Forbidden(\`order \${id}\`);
    }
    await this.orders.remove(id);
  }

  async refund(id: string, reason?: 'broken' | 'late') {
    switch (await this.flags.getStringValue('refund-flow', 'mail')) {
      case 'mail':
        return this.mail(id, reason);
      default:
        return await this.flags.getNumberValue('refund-limit', 100);
    }
  }
}
`,
  'legacy.js': `const LaunchDarkly = require('@launchdarkly/node-server-sdk');
const client = LaunchDarkly.init(process.env.LD_KEY);
// ----
module.exports = function (app) {
  app.get('/cart', function (request, response) {
    client.variation('cart-v2', request.user, false, function (error, isOn) {
      if (error) return response.status(500).send({ error: error.message });
      response.render(isOn ? 'cart-v2' : 'cart', { items: request.session.items || [] });
    });
  });

  app.get('/search', async (request, response) => {
    const query = String(request.query.q).replace(/["']/g, '');
    const isNew = await client.variation('new-search', request.user, false);
    response.json(isNew ? await searchAll(query) : []);
  });

  app.post('/pay', async (request, response) => {
    if (await client.boolVariation('instant-pay', request.user, false)) return instant(response);
    response.redirect('/pay/' + (await client.stringVariation('pay-page', request.user, 'old')));
  });
};
`,
  'shop.test.ts': `import { OpenFeature } from '@openfeature/server-sdk';
// ----
describe('the shop', () => {
  const client = OpenFeature.getClient();

  beforeEach(() => {
    jest.resetAllMocks();
  });

  it('has a cart', async () => {
    expect(await client.getBooleanValue('cart', false)).toBe(true);
    expect(logger.warn).toHaveBeenCalledWith(
      'no cart for',
      expect.objectContaining({ user: 'ann', metadata: {} }),
    );
  });

  it('has a search', async () => {
    expect(await client.getBooleanDetails('search', false)).toEqual({
      value: false,
      reason: 'TARGETING_MATCH',
    });
  });

  it.each(['red', 'blue'])('is %s', async (color) => {
    expect(await client.getStringValue('color', color)).toEqual(color);
  });

  it('counts', async () => {
    const count = await client.getNumberValue('count', 3);
    expect(count).toBeGreaterThan(2);
  });
});
`,
};

/** What typing does on its way from one whole program to the next. */
const edits: Record<string, (line: string, at: number, random: () => number) => string> = {
  'the rest of the line is not typed yet': (line, at) => line.slice(0, at),
  'a bracket is gone': (line, at) => line.slice(0, at) + line.slice(at).replace(/[()[\]{}<>]/, ''),
  'a quote is opened': (line, at, random) => line.slice(0, at) + pick(["'", '"'], random) + line.slice(at),
  'a bracket is opened': (line, at, random) => line.slice(0, at) + pick(['(', '{', '['], random) + line.slice(at),
  'a word is started': (line, at, random) =>
    line.slice(0, at) + pick(['if (', 'const x = ', 'cart.', 'return '], random) + line.slice(at),
  'a conflict is open': (line) => `<<<<<<< HEAD\n${line}\n=======\n${line}\n>>>>>>> main`,
};

test.each(Object.entries(edits))('%s', (_, edit) => {
  const random = randomFrom(1);
  const lost: string[] = [];
  let all = 0;
  for (const [path, text] of Object.entries(pages)) {
    const lines = text.split('\n');
    const top = lines.indexOf('// ----') + 1;
    for (let round = 0; round < 40; round++) {
      const at = top + Math.floor(random() * (lines.length - top));
      const line = lines[at] ?? '';
      // What others depend on is no other line.
      if (/constructor|getClient|class /.test(line)) continue;
      const changed = edit(line, Math.floor(random() * (line.length + 1)), random);
      const start = lines.slice(0, at).join('\n').length;
      const others = readsIn(path, lines).filter((read) => read.at <= start || read.at > start + line.length + 1);
      const after = readsIn(path, lines.with(at, changed)).map(({ key }) => key);
      all += others.length;
      lost.push(...others.filter(({ key }) => !after.includes(key)).map(({ key }) => `${path}: ${key} by ${changed}`));
    }
  }
  expect(all).toBeGreaterThan(500);
  expect(lost.length / all, lost.join('\n')).toBeLessThanOrEqual(0.01);
});

function readsIn(path: string, lines: readonly string[]): readonly { readonly key: string; readonly at: number }[] {
  return callSitesOf({ [path]: lines.join('\n') }).map(({ key, keySpan }) => ({
    key: key.kind === 'literal' ? key.value : '',
    at: keySpan.start,
  }));
}
