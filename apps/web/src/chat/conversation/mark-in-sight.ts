/**
 * Brings the first found word of a message into sight: a message can be longer than the screen. Must not know: what was
 * searched, or how the list came to the message.
 */

/** The list has come to rest when the word stays where it is for so many frames. */
const REST_FRAMES = 3;
/** Longer than this nobody waits; who scrolls meanwhile goes where they want. */
const MAX_FRAMES = 60;

/** Waits until the list rests, for a second at most. The returned function ends that. */
export function bringMarkIntoSight(scroller: HTMLElement, id: string): () => void {
  const wanted = `[data-message="${CSS.escape(id)}"] mark`;
  let frames = 0;
  let rest = 0;
  let top: number | undefined;
  let handle = requestAnimationFrame(look);
  function look(): void {
    const mark = scroller.querySelector(wanted);
    const now = mark?.getBoundingClientRect().top;
    rest = now !== undefined && now === top ? rest + 1 : 0;
    top = now;
    if (mark !== null && rest >= REST_FRAMES) centre(scroller, mark);
    else if (++frames < MAX_FRAMES) handle = requestAnimationFrame(look);
  }
  return () => cancelAnimationFrame(handle);
}

/** Nothing moves when it is in sight already. */
function centre(scroller: HTMLElement, mark: Element): void {
  const room = scroller.getBoundingClientRect();
  const place = mark.getBoundingClientRect();
  if (place.top >= room.top && place.bottom <= room.bottom) return;
  scroller.scrollTop += (place.top + place.bottom - room.top - room.bottom) / 2;
}
