import { expect, it } from 'vitest';
import { writeFiles } from '../../../test/cli/minigate.ts';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { main } from '../src/program.ts';
import { TestIo } from './test-io.ts';

const files = {
  'hello/app.js': '',
  'hello/app.json': '{}',
  'broken/app.json': '{ "pages": [',
  'empty/readme.txt': '',
  'text.txt': 'hello',
  'malformed.json': '{ "appId": 1 }',
  'damaged.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  'odd/minigate.json': '{ "domian": ["https://api.example.com"] }',
  'odd/hello/app.json': '{}',
  'odd/hello/app.js': '',
  'cut/minigate.json': '{ "domain": [',
  'cut/hello/app.json': '{}',
  'cut/hello/app.js': '',
};

it.each([
  [
    '',
    'frobnicate',
    'There is no command "frobnicate". There are: run, dev, check, login, logout, domain, secret, token, serve, backup, doctor, policy.',
  ],
  ['', 'rum hello', 'There is no command "rum". Did you mean "run"?'],
  ['', 'help rum', 'There is no command "rum". Did you mean "run"?'],
  ['', 'run', "Missing required argument 'program'."],
  ['', 'run hello --domian https://a.example', "Unknown option '--domian'. Did you mean --domain?"],
  ['', 'run hello --har', "Option '--har <file>' argument missing."],
  ['', 'run hello second', "Too many arguments for 'run'. Expected 1 argument but got 2."],
  ['', 'run nowhere', 'The mini program "nowhere" cannot be opened: it does not exist.'],
  [
    '',
    'run text.txt',
    '"text.txt" is no mini program. Name the folder that has its app.json, or one JavaScript file.',
  ],
  ['', 'run empty', /empty holds no mini program: there is no app\.json\. Name the folder that has it\.$/],
  ['', 'run broken', /^app\.json is not JSON: /],
  ['', 'run hello --policy none.json', 'The policy document "none.json" cannot be read: it does not exist.'],
  ['', 'run hello --policy text.txt', /^The policy document "text\.txt" is not JSON: /],
  ['', 'run hello --policy malformed.json', 'The policy document "malformed.json" cannot be used.'],
  ['', 'run hello --domain https://*.a.example', '--domain "https://*.a.example" cannot be a server domain.'],
  [
    '',
    'run hello --domain https://a.example --policy malformed.json',
    /^--domain and --policy cannot go together/,
  ],
  ['', 'run hello --ca none.pem', 'The CA file "none.pem" cannot be read: it does not exist.'],
  ['', 'run hello --ca hello', 'The CA file "hello" cannot be read: it is a folder.'],
  ['', 'run hello --ca text.txt', /^The CA file "text\.txt" holds no PEM certificate/],
  ['', 'run hello --ca damaged.pem', 'Certificate 1 of 1 in the CA file "damaged.pem" is damaged.'],
  [
    '',
    'run hello --resolve a.example',
    /^--resolve "a\.example" is not understood\. Write a host name and an IP address/,
  ],
  ['', 'run hello --allow-address lan', '--allow-address is not understood.'],
  [
    '',
    'run hello --at noon=background',
    /^--at "noon=background" is not understood\. Write a time and what happens then/,
  ],
  ['', 'run hello --for ever', '--for "ever" is not a time. Write 500ms, 30s or 2m.'],
  [
    '',
    'run hello --har no/out.har',
    'The HAR file "no/out.har" cannot be written: its folder does not exist.',
  ],
  ['', 'dev', "Missing required argument 'folder'."],
  ['', 'dev nowhere', 'The mini program "nowhere" cannot be opened: it does not exist.'],
  [
    '',
    'dev hello/app.js',
    '"hello/app.js" is one file. Name the folder of a mini program, which has its app.json.',
  ],
  ['', 'dev empty', '"empty" holds no mini program: there is no app.json. Name the folder that has it.'],
  [
    '',
    'dev hello --port many',
    '--port "many" is no port. Write a number from 0 to 65535; 0 takes a free one.',
  ],
  ['', 'dev hello --har out.har', "Unknown option '--har'."],
  ['odd', 'run hello', 'minigate.json has an unknown field "domian". Did you mean "domain"?'],
  ['cut', 'run hello', /^minigate\.json is not JSON: /],
])(
  'in "%s": minigate %s gets one clear sentence and exit 2, and no stack trace',
  async (where, line, sentence) => {
    const folder = temporaryFolder();
    writeFiles(folder, files);
    const io = new TestIo(`${folder}/${where}`);
    const code = await main(line.split(' '), io);
    const [first = '', ...more] = io.err.trimEnd().split('\n');
    const said = first.replace(/^minigate: /, '');
    expect(said).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
    expect(more.at(-1)).toMatch(/^Help: minigate ((run|dev) )?--help$/);
    expect(io.err).not.toMatch(/^\s+at /m);
    expect({ code, stdout: io.out }).toEqual({ code: 2, stdout: '' });
  },
);
