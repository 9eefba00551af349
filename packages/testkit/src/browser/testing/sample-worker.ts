/** Answers a number with one that is larger. For tests only. */
globalThis.addEventListener('message', ({ data }: MessageEvent<number>) => globalThis.postMessage(data + 22));
