/** Gives the other tasks of a page their turn: drawing, input, answers. */

/** A message to oneself is a task of its own, and is not slowed down where timers are. */
export function pageTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
