export { type Io, jsonLine, printable, printableLines } from './output.ts';
export { main } from './program.ts';
