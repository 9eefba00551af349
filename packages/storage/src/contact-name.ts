/** Names of contacts are compared without case and in one Unicode form, so that two that look alike are one. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
