/** What the clock of the test kit needs of Node, in a page: one turn of the event loop. */
import type { Plugin } from 'vite';

const MODULE = 'node:timers/promises';
const VIRTUAL = '\0node-timers';
const SOURCE = `export const setImmediate = () => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); resolve(); };
  port2.postMessage(0);
});`;

export function nodeTimers(): Plugin {
  return {
    name: 'node-timers',
    enforce: 'pre',
    resolveId: (source) => (source === MODULE ? VIRTUAL : null),
    load: (id) => (id === VIRTUAL ? SOURCE : null),
  };
}
