import { reads, type SdkDescriptor } from './sdk.ts';

export const hypertune: SdkDescriptor = {
  id: 'hypertune',
  title: 'Hypertune',
  packages: ['hypertune'],
  generated: ['hypertune', 'hypertune.react'],
  source:
    'npm:hypertune@2.10.1 dist/lib/Node.d.ts, https://docs.hypertune.com/feature-flags/guide, https://docs.hypertune.com/sdk-reference/getting-updates',
  exports: {
    createSource: { kind: 'returns', type: 'SourceNode' },
    useHypertune: { kind: 'returns', type: 'RootNode' },
    Node: { kind: 'class', type: 'Node' },
  },
  types: {
    SourceNode: { members: { root: { kind: 'returns', type: 'RootNode' } } },
    // The generator writes a method for each flag; only those that take a fallback read one, others lead to nested nodes.
    RootNode: { flags: { spelling: 'exact', calledWith: 'fallback', except: ['getValue', 'get'] } },
    Node: { members: reads(['getFieldNode'], { key: 0 }) },
  },
};
