/** A page that does what it is told, so that the stage can be seen to notice. For tests only. */

const ACTIONS: Readonly<Record<string, () => unknown>> = {
  add: () => 20 + 22,
  context: () => ({ secure: isSecureContext, isolated: crossOriginIsolated, subtle: typeof crypto.subtle }),
  throw: () => {
    throw new TypeError('on purpose');
  },
  complain: () =>
    new Promise((resolve) => {
      const image = new Image();
      image.onerror = () => resolve('the picture did not load, and nobody minds');
      image.src = 'http://127.0.0.1:9/elsewhere.png';
    }),
  evaluate: () => new Function('return 42')(),
  elsewhere: () => fetch('http://127.0.0.1:9/').then(() => 'fetched'),
  file: async () => (await fetch('/files/a/b.txt')).text(),
  noFile: async () => (await fetch('/files/other')).text(),
  sink: () => {
    const element = document.createElement('div');
    element.innerHTML = '<b>on purpose</b>';
    return element.childElementCount;
  },
  hang: () => new Promise(() => {}),
  late: () => {
    setTimeout(() => {
      throw new TypeError('later, on purpose');
    }, 0);
    return new Promise(() => {});
  },
};

export default async function run(action: string): Promise<unknown> {
  return await ACTIONS[action]?.();
}
