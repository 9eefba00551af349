/** The manifest of the installed application (W3C Web Application Manifest). */
export function webManifest(): Uint8Array {
  const icon = (size: number, purpose: string) => ({
    src: `/icons/${purpose === 'any' ? 'app' : purpose}-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  const manifest = {
    id: '/',
    name: 'Sotto',
    short_name: 'Sotto',
    description: 'Private messaging without servers that anyone has to trust',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f7f4ee',
    theme_color: '#f7f4ee',
    categories: ['social', 'productivity'],
    icons: [
      { src: '/icons/mark.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      icon(192, 'any'),
      icon(512, 'any'),
      icon(512, 'maskable'),
    ],
    // After the `#`: what is opened is told to no server.
    protocol_handlers: [{ protocol: 'web+sotto', url: '/#/open/%s' }],
    share_target: { action: '/', method: 'GET', params: { title: 'title', text: 'text', url: 'url' } },
  };
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}
