/**
 * A process that advertises one service on loopback, with a library that shares no code with ours, until its
 * standard input ends; then it says goodbye.
 *
 *     node advertiser.mjs '{ "name": "Printer", "type": "http", "port": 8080 }'
 */
import { getResponder } from '@homebridge/ciao';

const responder = getResponder({ interface: '127.0.0.1' });
await responder.createService(JSON.parse(process.argv[2] ?? '')).advertise();
process.stdout.write('advertised\n');
process.stdin.resume();
process.stdin.on('end', () => void responder.shutdown());
