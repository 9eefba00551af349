/** In the page: ends when a frame has been drawn and all that waited for it has been told. */
export function twoFrames(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
