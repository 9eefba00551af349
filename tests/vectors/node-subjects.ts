/** The two providers that run in Node: OpenSSL through node:crypto, and the portable one. */
import { platformProvider, portableProvider } from '@sotto/crypto';
import { nodeExpandedKems } from '../../packages/crypto/src/testing/expanded-kem.node.ts';
import { portableExpandedKems } from '../../packages/crypto/src/testing/expanded-kem.portable.ts';
import type { Subject } from './suite.ts';

export const NODE_SUBJECTS: Readonly<Record<'node-native' | 'node-portable', Subject>> = {
  'node-native': { provider: platformProvider, expandedKems: nodeExpandedKems },
  'node-portable': { provider: portableProvider, expandedKems: portableExpandedKems },
};
