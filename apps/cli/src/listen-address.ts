/** Where a daemon listens: a multiaddr as it is, or the shorter `host:port`. */

const MULTIADDR = /^\/(ip4|ip6)\/[0-9A-Fa-f.:]+\/tcp\/(\d{1,5})(\/ws)?$/;
const IP4_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}|localhost|\*)?:(\d{1,5})$/;
const IP6_PORT = /^\[([0-9A-Fa-f:]+)\]:(\d{1,5})$/;

/** `/ip4|ip6/…/tcp/PORT[/ws]`, or `undefined` for what is no address to listen on. Port 0: any free one. */
export function parseListenAddress(text: string): string | undefined {
  const multiaddr = MULTIADDR.exec(text);
  if (multiaddr !== null) return isPort(multiaddr[2]) ? text : undefined;
  const ip6 = IP6_PORT.exec(text);
  if (ip6 !== null) return isPort(ip6[2]) ? `/ip6/${ip6[1]}/tcp/${ip6[2]}` : undefined;
  const ip4 = IP4_PORT.exec(text);
  if (ip4 === null || !isPort(ip4[2])) return undefined;
  const host = ip4[1] === 'localhost' ? '127.0.0.1' : ip4[1];
  return `/ip4/${host === undefined || host === '*' ? '0.0.0.0' : host}/tcp/${ip4[2]}`;
}

function isPort(digits: string | undefined): boolean {
  return digits !== undefined && Number(digits) <= 65_535;
}
