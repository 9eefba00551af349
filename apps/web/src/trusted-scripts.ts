/**
 * The one Trusted Types policy of the page: what may become a worker, and nothing that becomes markup or code.
 *
 * The build writes the addresses of the page's own workers into the page; everything else is refused by the browser.
 * Without Trusted Types in a browser there is nothing to do.
 */
const WORKERS = 'meta[name="sotto:workers"]';

interface Policies {
  createPolicy(
    name: string,
    rules: {
      createScriptURL(url: string): string | null;
      createHTML(markup: string): string | null;
    },
  ): unknown;
}

/** Before anything else runs in the page. */
export function trustOwnScripts(): void {
  const policies = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes;
  const listed = document.querySelector<HTMLMetaElement>(WORKERS)?.content.split(' ') ?? [];
  const own = new Set(listed.map((path) => new URL(path, location.origin).href));
  policies?.createPolicy('default', {
    createScriptURL: (url) => (own.has(new URL(url, location.href).href) ? url : null),
    // An element is emptied by giving it no markup at all.
    createHTML: (markup) => (markup === '' ? '' : null),
  });
}
