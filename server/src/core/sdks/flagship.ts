/** AB Tasty's Flagship. The default value is given when a flag's value is asked for, after the flag itself. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const visitor: SdkEntity = { kind: 'returns', type: 'Visitor' };

const getFlag = reads(['getFlag'], { key: 0, value: 'object' });

const client: { readonly [name: string]: SdkEntity } = {
  start: { kind: 'returns', type: 'Flagship' },
  newVisitor: visitor,
  getVisitor: visitor,
};

const exports: { readonly [name: string]: SdkEntity } = {
  Flagship: { kind: 'class', type: 'Flagship', members: client },
  Visitor: { kind: 'class', type: 'Visitor' },
};

const types: { readonly [name: string]: SdkType } = {
  Flagship: { members: client },
  Visitor: { members: { ...getFlag, getFlags: { kind: 'returns', type: 'IFSFlagCollection' } } },
  IFSFlagCollection: { members: reads(['get', 'has'], { key: 0 }) },
};

export const flagship: SdkDescriptor = {
  id: 'flagship',
  title: 'Flagship (AB Tasty) JavaScript',
  isSync: true,
  packages: ['@flagship.io/js-sdk'],
  source: 'npm:@flagship.io/js-sdk@5.2.0 dist/visitor/IVisitor.d.ts, dist/main/Flagship.d.ts, dist/flag/*.d.ts',
  exports,
  types,
};

export const flagshipReact: SdkDescriptor = {
  id: 'flagship',
  title: 'Flagship (AB Tasty) React',
  isSync: true,
  packages: ['@flagship.io/react-sdk'],
  source: 'npm:@flagship.io/react-sdk@5.2.3 dist/src/FlagshipHooks.d.ts, dist/src/type.d.ts',
  exports: {
    ...exports,
    ...reads(['useFsFlag'], { key: 0, value: 'object' }),
    useFlagship: { kind: 'returns', type: 'UseFlagshipOutput' },
  },
  types: { ...types, UseFlagshipOutput: { members: getFlag } },
};
