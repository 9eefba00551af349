/** What hostile people send: markup, addresses that are none, direction tricks, bombs of text (attacks G1, G5, G8). */

const MARKUP = [
  '<script>window.isBroken=1</script>',
  '<img src=x onerror="window.isBroken=1">',
  '<svg/onload=window.isBroken=1>',
  '<iframe srcdoc="<script>parent.isBroken=1</script>"></iframe>',
  '<style>body{display:none}</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<form action=https://evil.example><input autofocus onfocus=window.isBroken=1></form>',
  '<object data=https://evil.example/x></object>',
  '<math><mtext></p><img src=1 onerror=window.isBroken=1></math>',
  '"><img src=x onerror=window.isBroken=1>',
  '\'"--></style></script><script>window.isBroken=1</script>',
  '#{window.isBroken=1}{{constructor.constructor("window.isBroken=1")()}}',
  '![x](https://evil.example/pixel.png)',
  '![x](data:image/svg+xml;base64,PHN2Zy8+)',
  '<base href=https://evil.example/>',
  '&lt;script&gt;window.isBroken=1&lt;/script&gt;',
  '__proto__',
  'constructor',
];

const ADDRESSES = [
  '[x](javascript:window.isBroken=1)',
  '[x](JaVaScRiPt&colon;window.isBroken=1)',
  '[x](java\tscript:window.isBroken=1)',
  '[x](data:text/html,<script>window.isBroken=1</script>)',
  '[x](vbscript:window.isBroken=1)',
  '[x](//evil.example)',
  '[x](/settings)',
  '[x](#/settings)',
  '<javascript:window.isBroken=1>',
  'https://bank.example@evil.example/bank.example',
  '[https://bank.example](https://evil.example/)',
  'https://аррӏе.com/',
  'https://evil.example/\u202emoc.knab',
  'http://[::1]:1/ http://127.0.0.1:9/ https://evil.example/pixel.png https://evil.example/favicon.ico',
  'https://evil.example/"onmouseover="window.isBroken=1',
  '[a]: https://evil.example\n\n[a]',
  'web+sotto:AAAA sotto:AAAA',
];

const DIRECTIONS = [
  '\u202eevil\u202c safe',
  '\u2067\u2067\u2067\u2067 unbalanced isolates',
  'photo\u202egnp.exe',
  '\u200f\u200f\u061c\u200e\u2066',
  '\u202d\u202e\u202a\u202b'.repeat(50),
];

const BOMBS = [
  `Z${'\u0335\u0310\u031a'.repeat(400)}`,
  'W'.repeat(4_000),
  '\n'.repeat(3_000),
  '𒐫'.repeat(300),
  '﷽'.repeat(300),
  '👩‍👩‍👧‍👦'.repeat(300),
  '\u200b'.repeat(3_000),
  '> '.repeat(3_000),
  '*a_'.repeat(1_000),
  '['.repeat(4_000),
  '- '.repeat(2_000),
  '`'.repeat(4_000),
  `| ${'a | '.repeat(500)}\n|${'-|'.repeat(500)}`,
  `\`\`\`\n${'x'.repeat(3_000)}\n\`\`\``,
  '\u0000\u0001\u001b[2J\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007\u007f\u0085\u009b31m',
  `${'a '.repeat(1_500)}https://evil.example/${'b'.repeat(2_000)}`,
];

export function hostileTexts(): readonly string[] {
  return [...MARKUP, ...ADDRESSES, ...DIRECTIONS, ...BOMBS];
}
