/** The icons of the application: strokes on a grid of 24, drawn in the colour of the text around them. */
const PATHS = {
  chats: 'M4.5 6.5a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2v7.5a2 2 0 0 1-2 2H11l-4.5 3.8V16a2 2 0 0 1-2-2z',
  contacts: 'M12 11.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2M4.8 19.7c.7-3.5 3.6-5.4 7.2-5.4s6.5 1.9 7.2 5.4',
  network:
    'M5.5 8.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4m13 3a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M9 20.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M7.6 6.6l8.7 1.9M6.2 8.1l2.2 7.8m2.2-.9 6.3-4.6',
  settings:
    'M4 7.5h9m6 0h1M4 16.5h2m6 0h8M15.8 9.9a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8m-7 9a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8',
  back: 'm14.5 5.5-6.5 6.5 6.5 6.5',
  close: 'm6 6 12 12M18 6 6 18',
  check: 'm5 12.6 4.6 4.6L19 7.3',
  copy: 'M9 9V5.8c0-.7.6-1.3 1.3-1.3h7.9c.7 0 1.3.6 1.3 1.3v7.9c0 .7-.6 1.3-1.3 1.3H15M5.8 9h7.9c.7 0 1.3.6 1.3 1.3v7.9c0 .7-.6 1.3-1.3 1.3H5.8c-.7 0-1.3-.6-1.3-1.3v-7.9C4.5 9.6 5.1 9 5.8 9',
  lock: 'M7 10.5V8a5 5 0 0 1 10 0v2.5M6.3 10.5h11.4c.7 0 1.3.6 1.3 1.3v6.9c0 .7-.6 1.3-1.3 1.3H6.3c-.7 0-1.3-.6-1.3-1.3v-6.9c0-.7.6-1.3 1.3-1.3M12 14v2.5',
  passkey:
    'M9 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8m3.2-.7 7.3 7.2v-2.7m-3.2-.4 1.8-1.8M3.5 19.5c.5-2.6 2.6-4.2 5.5-4.2 1 0 2 .2 2.8.6',
  eye: 'M2.8 12s3.3-6 9.2-6 9.2 6 9.2 6-3.3 6-9.2 6-9.2-6-9.2-6M12 14.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2',
  'eye-closed': 'M3 9.5c1.7 2.6 4.9 4.7 9 4.7s7.3-2.1 9-4.7M12 14.2v3.3M6.3 12.7 4.5 15.6M17.7 12.7l1.8 2.9',
  alert: 'M12 4.3 3.2 19.5h17.6zM12 10.2v4.2M12 17v.1',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M12 11.3v4.9M12 8v.1',
  more: 'M5.5 12h.1M12 12h.1M18.4 12h.1',
  add: 'M12 5v14M5 12h14',
  search: 'M10.8 17.1a6.3 6.3 0 1 0 0-12.6 6.3 6.3 0 0 0 0 12.6M15.5 15.5l4.5 4.5',
  down: 'm6 9.5 6 6 6-6',
  send: 'M4.5 12 3.8 5.2c-.1-.8.7-1.4 1.4-1l14.3 6.9c.8.4.8 1.4 0 1.8L5.2 19.8c-.7.4-1.5-.2-1.4-1zm0 0H12',
  shield: 'M12 3.8 5.2 6.3v5.2c0 4.2 2.8 7.3 6.8 8.7 4-1.4 6.8-4.5 6.8-8.7V6.3zM9 11.9l2.2 2.2 3.9-4.2',
  camera:
    'M4 8.7c0-.7.6-1.2 1.3-1.2h2.2l1.3-2h6.4l1.3 2h2.2c.7 0 1.3.5 1.3 1.2v8.6c0 .7-.6 1.2-1.3 1.2H5.3c-.7 0-1.3-.5-1.3-1.2zm8 7.3a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4',
  block: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17M6.2 6.2l11.6 11.6',
  mailbox:
    'M4 11a4 4 0 0 1 8 0v7H5c-.6 0-1-.4-1-1zm4-4h8a4 4 0 0 1 4 4v6c0 .6-.4 1-1 1h-7M15.5 11.5V8.2h2.3M6.5 11.5h3',
} as const;

export type IconName = keyof typeof PATHS;

/** Points the other way where text runs from right to left. */
const MIRRORED: ReadonlySet<IconName> = new Set<IconName>(['back']);

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className={MIRRORED.has(name) ? 'icon icon-mirrored' : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
