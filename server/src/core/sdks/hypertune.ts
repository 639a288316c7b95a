/** Hypertune: a generator writes a client into the workspace, with a method for each flag and each object of flags. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

/** What every node has beside its flags. */
const nodeMethods =
  'get getValue getRootArgs getFieldNode getItemNodes getFlagValues encodeFlagValues props typeName isReady initIfNeeded close flushLogs hydrate dehydrate setOverride addUpdateListener removeUpdateListener getStateHash'.split(
    ' ',
  );

/** A list of flags takes a fallback for each of its items. */
const flags: SdkType['flags'] = {
  spelling: 'exact',
  calledWith: ['fallback', 'itemFallback'],
  nested: 'Node',
  except: nodeMethods,
};

const flagPaths: SdkEntity = { kind: 'read', read: { key: 'flagPaths', many: 'elements' } };
const source: SdkEntity = { kind: 'returns', type: 'SourceNode' };

const types: { readonly [name: string]: SdkType } = {
  SourceNode: { members: { root: { kind: 'returns', type: 'RootNode' } } },
  RootNode: { flags, members: { getFlagValues: flagPaths, encodeFlagValues: flagPaths } },
  // A flag that is read in a second step, or an object of flags.
  Node: { flags, ownReads: { get: ['fallback', 0] }, members: reads(['getFieldNode'], { key: 0 }) },
};

export const hypertune: SdkDescriptor = {
  id: 'hypertune',
  title: 'Hypertune',
  isSync: true,
  packages: ['hypertune'],
  generated: ['hypertune', 'hypertune.react'],
  source:
    'npm:hypertune@2.10.1 dist/lib/Node.d.ts, dist/lib/getNodePath.js, https://docs.hypertune.com/feature-flags/guide, https://docs.hypertune.com/sdk-reference/getting-updates',
  exports: {
    createSource: source,
    createSourceForServerOnly: source,
    useHypertuneSource: source,
    // Before version 2.
    initHypertune: source,
    initializeHypertune: source,
    useHypertune: { kind: 'returns', type: 'RootNode' },
    decodeFlagValues: flagPaths,
    Node: { kind: 'class', type: 'Node' },
  },
  types,
};

export const hypertuneVue: SdkDescriptor = {
  id: 'hypertune',
  title: 'Hypertune Vue',
  isSync: true,
  packages: [],
  generated: ['hypertune.vue'],
  source: 'https://docs.hypertune.com/sdk-reference/getting-updates',
  exports: { useHypertune: { kind: 'returns', type: 'RootRef' } },
  types: { ...types, RootRef: { members: { value: { kind: 'value', type: 'RootNode' } } } },
};

const adapter: SdkEntity = { kind: 'returns', type: 'Adapter' };

/** Declarations for Vercel's SDK: `flag(adapter.declarations.newCheckout)`. */
export const hypertuneVercel: SdkDescriptor = {
  id: 'hypertune',
  title: 'Hypertune adapter for the Vercel Flags SDK',
  packages: ['@flags-sdk/hypertune'],
  source: 'npm:@flags-sdk/hypertune@0.3.4 dist/index.d.ts',
  exports: { createHypertuneAdapter: adapter, hypertuneAdapter: adapter },
  types: {
    Adapter: {
      members: {
        declarations: { kind: 'value', type: 'Declarations' },
        getSource: { kind: 'returns', type: 'SourceNode' },
      },
    },
    Declarations: { flags: { spelling: 'exact', calledWith: [], nested: 'Declaration' } },
    Declaration: { keyMember: 'key' },
    ...types,
  },
};
