import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('effects describe calls', () => {
  expectCallSites(`
import { apply, call, fork, retry, select as from, spawn } from 'redux-saga/effects';
import * as effects from 'typed-redux-saga/macro';
import { initialize } from 'unleash-client';
const client = initialize({ url: '' });
const isOn = (key: string) => client.isEnabled(key);
  //                                           ^^^ dynamic: key · unleash isEnabled
const isOnFor = (state: object, key: string) => isOn(key);
  //                                                 ^^^ dynamic: key · unleash isEnabled · via isOn
function* start(): unknown {
  if (yield call(isOn, 'new-cart')) yield fork(pay);
  //                   ^^^^^^^^^^ new-cart · unleash isEnabled · via isOn
  const sale = yield* effects.call(isOn, 'summer-sale');
  //                                     ^^^^^^^^^^^^^ summer-sale · unleash isEnabled · via isOn
  yield spawn([client, client.isEnabled], 'gift-cards');
  //                                      ^^^^^^^^^^^^ gift-cards · unleash isEnabled
  yield call([client, 'isEnabled'], 'zones');
  //                                ^^^^^^^ zones · unleash isEnabled
  yield call({ context: client, fn: client.isEnabled }, 'express');
  //                                                    ^^^^^^^^^ express · unleash isEnabled
  yield apply(client, client.isEnabled, ['tracking']);
  //                                     ^^^^^^^^^^ tracking · unleash isEnabled
  yield from(isOnFor, 'rounding');
  //                  ^^^^^^^^^^ rounding · unleash isEnabled · via isOnFor > isOn
  yield retry(3, 100, isOn, 'fee');
  //                        ^^^^^ fee · unleash isEnabled · via isOn
  const other = yield call(makeClient);
  other.isEnabled('late');
  //              ^^^^^^ late · unleash isEnabled
}
const makeClient = async () => client;
`);
});

test('a function of that name is no effect', () => {
  expectCallSites(`
import { call } from './bridge';
import { initialize } from 'unleash-client';
const isOn = (key: string) => initialize({ url: '' }).isEnabled(key);
  //                                                            ^^^ dynamic: key · unleash isEnabled
call(isOn, 'new-cart');
`);
});
