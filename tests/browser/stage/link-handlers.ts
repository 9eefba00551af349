/** What a system makes of a contact link, as the manifest of the app tells it to. */

/** Paths of the app to which it leads a link that was opened, and one that was shared. */
export async function handlersOf(origin: string, link: string): Promise<readonly string[]> {
  const manifest = (await (await fetch(`${origin}/manifest.webmanifest`)).json()) as {
    readonly protocol_handlers: readonly { readonly protocol: string; readonly url: string }[];
    readonly share_target: { readonly action: string; readonly params: { readonly text: string } };
  };
  const [handler] = manifest.protocol_handlers;
  const { action, params } = manifest.share_target;
  const opened = encodeURIComponent(link.replace('sotto:', `${handler?.protocol}:`));
  const shared = new URLSearchParams({ [params.text]: `My contact link: ${link}` });
  return [handler?.url.replace('%s', opened) ?? '', `${action}?${shared}`];
}
