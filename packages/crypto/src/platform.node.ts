/** The platform's own provider and randomness, chosen by the `#platform` condition of package.json: Node. */
export { platformRandom } from './platform-random.node.ts';
export { nodeProvider as platformProvider } from './provider.node.ts';
