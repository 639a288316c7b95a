import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('functions between the tags of a component of an SDK', () => {
  expectCallSites(`
    import { SplitClient, SplitFactory, SplitTreatments } from '@splitsoftware/splitio-react';
    export const Cart = () => <SplitTreatments names={['new-cart']}>{({ treatments }) => treatments['new-cart'].treatment}</SplitTreatments>;
    //                                                 ^^^^^^^^^^ new-cart · split SplitTreatments
    //                                                                                              ^^^^^^^^^^ new-cart · split treatments
    export const Gifts = () => <SplitFactory config={config}>{({ client }) => client.getTreatment('gift-cards')}</SplitFactory>;
    //                                                                                            ^^^^^^^^^^^^ gift-cards · split getTreatment
    export const Guest = () => <SplitClient splitKey="guest">{function ({ client }) { return client.getTreatment('sale'); }}</SplitClient>;
    //                                                                                                           ^^^^^^ sale · split getTreatment
    export const Tabs = () => <TabList names={['cart']}>{({ treatments }) => treatments['cart'].open}</TabList>;
  `);
});

test('functions between the tags of a consumer', () => {
  expectCallSites(`
    import { createContext } from 'react';
    import { useFlags } from 'launchdarkly-react-client-sdk';
    const FlagsContext = createContext(null);
    const ThemeContext = createContext({ flags: 'none' });
    export const Provider = ({ children }) => {
      const flags = useFlags();
      return <FlagsContext.Provider value={flags}>{children}</FlagsContext.Provider>;
    };
    export const Cart = () => <FlagsContext.Consumer>{(flags) => flags.newCart && <NewCart />}</FlagsContext.Consumer>;
    //                                                                 ^^^^^^^ newCart · launchdarkly useFlags · camelCase
    export const Theme = () => <ThemeContext.Consumer>{(flags) => flags.dark && <Dark />}</ThemeContext.Consumer>;
  `);
});

test('functions that a component of ours calls', () => {
  expectCallSites(`
    import { useFlags } from 'launchdarkly-react-client-sdk';
    export const Flags = ({ children }) => children(useFlags());
    export const Sizes = ({ children }) => children({ small: 1 });
    export const Cart = () => <Flags>{(flags) => flags.newCart && <NewCart />}</Flags>;
    //                                                 ^^^^^^^ newCart · launchdarkly useFlags · camelCase
    export const Shelf = () => <Sizes>{(flags) => flags.small && <NewCart />}</Sizes>;
    const withFlags = (render) => render(useFlags());
    withFlags((flags) => flags.giftCards);
    //                         ^^^^^^^^^ giftCards · launchdarkly useFlags · camelCase
  `);
});
