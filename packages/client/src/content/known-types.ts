/** Every content type that this client knows (specs/11). */
import { ContentTypes } from './content-type.ts';
import { DELETION } from './deletion.ts';
import { EDIT } from './edit.ts';
import { REACTION } from './reaction.ts';
import { TEXT } from './text.ts';
import { TIMER } from './timer.ts';

export function knownTypes(): ContentTypes {
  return new ContentTypes().register(TEXT).register(REACTION).register(EDIT).register(DELETION).register(TIMER);
}
