/** The platform's own provider, chosen by the `#platform` condition of package.json: browsers. */
export { portableProvider as platformProvider } from './provider.portable.ts';
