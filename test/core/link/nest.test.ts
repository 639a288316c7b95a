import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('a decorator whose argument a guard reads as a flag', () => {
  expectCallSites({
    'require-flag.ts': `
    import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
    import { FlagGuard } from './flag-guard';
    export const flagKey = 'required-flag';
    export const RequireFlag = (flag: string) => SetMetadata(flagKey, flag);
    export const RequireGuarded = (flag: string) => applyDecorators(SetMetadata(flagKey, flag), UseGuards(FlagGuard));
    export const CacheAs = (name: string) => SetMetadata('cache-name', name);
  `,
    'flag-guard.ts': `
    import { Reflector } from '@nestjs/core';
    import { OpenFeature } from '@openfeature/server-sdk';
    import { flagKey } from './require-flag';
    export class FlagGuard {
      constructor(private readonly reflector: Reflector) {}
      canActivate(context) {
        const flag = this.reflector.getAllAndOverride<string>(flagKey, [context.getHandler(), context.getClass()]);
        return OpenFeature.getClient().getBooleanValue(flag, false);
    //                                                 ^^^^ dynamic: flag · openfeature getBooleanValue · default false
      }
    }
  `,
    'cart.controller.ts': `
    import { CacheAs, RequireFlag, RequireGuarded } from './require-flag';
    @RequireFlag('new-cart')
    //           ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via RequireFlag
    export class CartController {
      @RequireGuarded('gift-cards')
    //                ^^^^^^^^^^^^ gift-cards · openfeature getBooleanValue · via RequireGuarded
      @CacheAs('cart')
      list() {}
    }
  `,
  });
});

test('a decorator that the reflector makes', () => {
  expectCallSites({
    'require-flag.ts': `
    import { Reflector } from '@nestjs/core';
    export const RequireFlag = Reflector.createDecorator<string>();
    export const Roles = Reflector.createDecorator<string>();
  `,
    'flag-guard.ts': `
    import { OpenFeature } from '@openfeature/server-sdk';
    import { RequireFlag, Roles } from './require-flag';
    export class FlagGuard {
      constructor(private readonly reflector: Reflector) {}
      canActivate(context) {
        const role = this.reflector.get(Roles, context.getHandler());
        const flag = this.reflector.get(RequireFlag, context.getHandler());
        return role === 'clerk' || OpenFeature.getClient().getBooleanValue(flag, false);
    //                                                                     ^^^^ dynamic: flag · openfeature getBooleanValue · default false
      }
    }
  `,
    'cart.controller.ts': `
    import { RequireFlag, Roles } from './require-flag';
    export class CartController {
      @RequireFlag('new-cart')
    //             ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via RequireFlag
      @Roles('clerk')
      list() {}
    }
  `,
  });
});

test('decorators that read the flag themselves', () => {
  expectCallSites(`
    import { OpenFeature } from '@openfeature/server-sdk';
    const client = OpenFeature.getClient();
    export function IfFlag(flag: string): MethodDecorator {
      return (_target, _name, descriptor) => {
        const original = descriptor.value;
        descriptor.value = async function (...args) {
          if (await client.getBooleanValue(flag, false)) return original.apply(this, args);
    //                                     ^^^^ dynamic: flag · openfeature getBooleanValue · default false
        };
      };
    }
    export const Route = (path: string): MethodDecorator => () => {};
    export class Cart {
      @IfFlag('new-cart')
    //        ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via IfFlag
      @Route('/cart')
      open() {}
    }
  `);
});
