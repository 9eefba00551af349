/** The main screen: contacts left, conversation right, or one of them in a narrow window; overlays over both. */
import type { Clock } from '@sotto/ports';
import { Box, useInput, usePaste, useStdout, useWindowSize } from 'ink';
import { useRef, useSyncExternalStore } from 'react';
import type { AppController } from '../app-controller.ts';
import type { AppAction } from '../app-reducer.ts';
import { type AppState, contactById, MAX_LOADED_MESSAGES, openContact } from '../app-state.ts';
import { copySequence } from '../clipboard.ts';
import { ContactList } from '../components/contact-list.ts';
import { Footer } from '../components/footer.ts';
import { HeaderBar } from '../components/header-bar.ts';
import { Text } from '../components/text.ts';
import { Welcome } from '../components/welcome.ts';
import { footerHints } from '../footer-hints.ts';
import { h } from '../h.ts';
import type { KeyContext } from '../key-context.ts';
import { keystrokes } from '../keystroke.ts';
import { pasteText, pressMainKey } from '../main-keys.ts';
import { MIN_COLUMNS, MIN_ROWS, mainLayout } from '../main-layout.ts';
import type { Store } from '../store.ts';
import { type DrawnRows, scrollAnchor, viewportOf } from '../viewport.ts';
import { ConversationPane } from './conversation-pane.ts';
import { OverlayScreen } from './overlay-screen.ts';

export interface MainScreenProps {
  readonly store: Store<AppState, AppAction>;
  readonly controller: AppController;
  readonly clock: Clock;
  readonly quit: () => void;
}

export function MainScreen({ store, controller, clock, quit }: MainScreenProps) {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const { columns, rows } = useWindowSize();
  const { write } = useStdout();
  const drawn = useRef<DrawnRows | undefined>(undefined);
  const context: KeyContext = {
    store,
    controller,
    quit,
    scroll: (pages) => scroll({ store, controller, drawn, pages }),
    window: () => ({ columns, rows }),
    copy: (text) => write(copySequence(text)),
  };
  useInput((input, key) => {
    for (const stroke of keystrokes(input, key)) pressMainKey(stroke, context);
  });
  usePaste((text) => pasteText(text, context));

  if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
    return h(Text, null, `Please make this window larger: ${MIN_COLUMNS} by ${MIN_ROWS} at least.`);
  }
  if (state.overlay !== undefined) {
    const { overlay, contacts, link, status } = state;
    const contact = 'contact' in overlay ? contactById(state, overlay.contact) : undefined;
    return h(OverlayScreen, { overlay, contact, contacts, nowMs: clock.nowMs(), link, status, columns, rows });
  }
  return h(MainPanes, { state, clock, columns, rows, drawn });
}

interface ScrollInput {
  readonly store: Store<AppState, AppAction>;
  readonly controller: AppController;
  readonly drawn: { current: DrawnRows | undefined };
  readonly pages: number;
}

function scroll({ store, controller, drawn, pages }: ScrollInput): void {
  const { conversation } = store.get();
  if (drawn.current === undefined || conversation === undefined) return;
  const { rows, height } = drawn.current;
  const anchor = scrollAnchor(drawn.current, pages * Math.max(1, height - 2));
  const viewport = viewportOf(rows, height, anchor);
  // The next press may come before the next drawing.
  drawn.current = { rows, viewport, height };
  store.dispatch({ type: 'scroll', anchor });
  const oldest = conversation.messages[0];
  const nearTop = viewport.hiddenAbove <= height;
  const room = conversation.messages.length < MAX_LOADED_MESSAGES;
  if (pages < 0 && nearTop && room && !conversation.complete && oldest !== undefined) {
    controller.loadOlder(conversation.contact, oldest.id);
  }
}

interface MainPanesProps {
  readonly state: AppState;
  readonly clock: Clock;
  readonly columns: number;
  readonly rows: number;
  readonly drawn: { current: DrawnRows | undefined };
}

function MainPanes({ state, clock, columns, rows, drawn }: MainPanesProps) {
  const layout = mainLayout(columns, rows);
  const { twoPanes, listColumns, conversationColumns, bodyRows } = layout;
  const contact = openContact(state);
  const showList = twoPanes || state.focus === 'list' || contact === undefined;
  const showConversation = twoPanes || !showList;
  const list = h(ContactList, {
    content: state,
    cursor: state.cursor,
    open: contact?.id,
    focus: state.focus,
    columns: listColumns,
    rows: bodyRows,
  });
  const pane =
    contact === undefined || state.conversation === undefined
      ? h(Welcome, { empty: state.contacts.length === 0, columns: conversationColumns, rows: bodyRows })
      : h(ConversationPane, { state, contact, conversation: state.conversation, clock, layout, drawn });
  return h(
    Box,
    { flexDirection: 'column', width: columns, height: rows },
    h(HeaderBar, { name: state.account.name, status: state.status, isRemoved: state.isRemoved, columns }),
    layout.rule ? h(Text, { dimColor: true }, '─'.repeat(columns)) : null,
    h(
      Box,
      { height: bodyRows, width: columns, flexShrink: 0 },
      showList ? list : null,
      twoPanes ? h(Separator, { rows: bodyRows }) : null,
      showConversation ? h(Box, { paddingLeft: 1, width: conversationColumns + 1 }, pane) : null,
    ),
    h(Footer, { flash: state.flash, hints: footerHints(state), columns }),
  );
}

function Separator({ rows }: { readonly rows: number }) {
  return h(Box, { width: 1, flexShrink: 0 }, h(Text, { dimColor: true }, Array(rows).fill('│').join('\n')));
}
