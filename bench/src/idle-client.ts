/** A client that unlocks its home with the passphrase cost of a product, goes online and waits (run by startup.ts). */
import process from 'node:process';
import { Sotto } from 'sotto';

const home = process.argv[2] ?? '';
const options = { home, passphrase: 'benchmark', listen: { host: '127.0.0.1', port: 0 }, discovery: true };
const isThere = (await Sotto.status(home)).account === 'present';
const sotto = isThere ? await Sotto.open(options) : (await Sotto.create({ ...options, name: 'Ada' })).sotto;
await sotto.goOnline();
process.stdout.write('ready\n');
process.on('SIGTERM', () => void sotto.close().then(() => process.exit(0)));
