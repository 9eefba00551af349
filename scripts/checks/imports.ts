/**
 * The module specifiers that a TypeScript source names: static imports, re-exports, side-effect imports, dynamic
 * imports with a literal, and `import('x')` in types.
 */

const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
const SPECIFIER =
  /(?:^|[;{}\s])(?:import|export)\s[^;'"`()]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|[;{}\s])import\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/g;

/** Removes comments, so that an example in one is not taken for an import; strings stay. */
export function withoutComments(source: string): string {
  return source.replace(COMMENT_OR_STRING, (match) => (match.startsWith('/') ? ' ' : match));
}

export function importedSpecifiers(source: string): string[] {
  // Template literals may hold text that looks like an import; none of ours imports through one.
  const code = withoutComments(source).replace(/`(?:[^`\\]|\\.)*`/g, '``');
  return [...code.matchAll(SPECIFIER)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** `@scope/name/deep` -> `@scope/name`; `name/deep` -> `name`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

export function isRelative(specifier: string): boolean {
  return specifier.startsWith('./') || specifier.startsWith('../') || specifier === '.' || specifier === '..';
}
