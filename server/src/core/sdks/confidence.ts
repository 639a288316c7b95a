/** Spotify's Confidence: a flag's key, a dot and a property of its value. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const path = { key: 0, default: 1, keyEnd: '.' };

const evaluations: { readonly [name: string]: SdkEntity } = reads(['getFlag', 'evaluateFlag'], path);

const types: { readonly [name: string]: SdkType } = {
  Confidence: { members: { ...evaluations, withContext: { kind: 'returns', type: 'Confidence' } } },
};

export const confidence: SdkDescriptor = {
  id: 'confidence',
  title: 'Confidence',
  packages: ['@spotify-confidence/sdk'],
  source: 'github:spotify/confidence-sdk-js packages/sdk/src/Confidence.ts, packages/sdk/src/flags.ts',
  exports: {
    Confidence: { kind: 'class', type: 'Confidence', members: { create: { kind: 'returns', type: 'Confidence' } } },
  },
  types,
};

export const confidenceReact: SdkDescriptor = {
  id: 'confidence',
  title: 'Confidence React',
  packages: ['@spotify-confidence/react'],
  source: 'github:spotify/confidence-sdk-js packages/react/src',
  exports: {
    ...reads(['useFlag', 'useEvaluateFlag'], { ...path, async: false }),
    useConfidence: { kind: 'returns', type: 'ConfidenceReact' },
    useWithContext: { kind: 'returns', type: 'ConfidenceReact' },
    ConfidenceReact: { kind: 'class', type: 'ConfidenceReact' },
  },
  types: {
    ...types,
    ConfidenceReact: {
      members: {
        ...evaluations,
        ...reads(['useFlag', 'useEvaluateFlag'], path),
        withContext: { kind: 'returns', type: 'ConfidenceReact' },
        useWithContext: { kind: 'returns', type: 'ConfidenceReact' },
      },
    },
  },
};
