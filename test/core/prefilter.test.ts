import { expect, test } from 'vitest';
import { createPrefilter } from '../../server/src/core/prefilter.ts';

test.each([
  ["import { OpenFeature } from '@openfeature/server-sdk';", true],
  ['const x = require("unleash-client")', true],
  ['shared.getBooleanValue(key, false)', true],
  ['shared.getBooleanValue<boolean>(key)', true],
  ['client?.variation?.(key)', true],
  ['<FeatureFlag flagKey="a">', true],
  ['shared.isOn("a")', true],
  ['<IfFeatureEnabled feature="a">', true],
  ["import posthog from 'posthog-js'", true],
  ['emitter.on("change", redraw)', false],
  ['keys.includes(key)', false],
  ['agent.config(options)', false],
  ['useUiFlag("a")', true],
  ['<Gate name="a">', true],
  ['getBooleanValue is a method', false],
  ['myGetBooleanValue(x)', false],
  ['// see unleash-client', false],
  ['const flag = flags.map((flag) => flag.name)', false],
  ["call(useUiFlag, 'new-cart')", true],
  ['call(useUiFlag, Flags.cart)', true],
  ['call(useUiFlag, flags.cart)', true],
  ['createShop({ useUiFlag, prices })', true],
  ['createShop({ with$dollar, prices })', false],
  ['', false],
  ['if (Math.random() < 0.1) pay()', true],
  ['if (hash(id) % 100 < share) pay()', true],
  ['const id = Math.floor(Math.random() * 1e6)', false],
  ['names[Math.floor(Math.random() * names.length)]', false],
  ['Math.random().toString(36).slice(2)', false],
  ['items.map(() => Math.random())', false],
  ['if (index % 2 === 0) paint()', false],
  ['const width = `${part % 100}%`', false],
])('%s: %s', (text, expected) => {
  expect(createPrefilter(['useUiFlag', 'Gate', 'with$dollar']).matches(text)).toBe(expected);
});
