/** The platform's own provider, chosen by the `#platform` condition of package.json: Node. */
export { nodeProvider as platformProvider } from './provider.node.ts';
