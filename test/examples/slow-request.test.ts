import { expect, it } from 'vitest';
import { start } from './start.ts';

it('rehearses `fail interrupted`: 5 s after the program went to the background, a call that goes on ends (Rule 11)', async () => {
  const { code, stdout } = await start('slow-request', '--at', '2s=background', '--at', '9s=foreground');
  const told = stdout.split('\n').filter((line) => /[◦✗✓│]/u.test(line));
  expect(told).toEqual([
    '  │ log     Asking for an answer that takes ten seconds.',
    expect.stringMatching(/^ {2}◦ 2\.00 s {2}background/),
    '  │ log     Hidden. What runs now has five seconds left, and no new call is made.',
    '  ✗ failed  GET                        https://hello.minigate.test/hello',
    '  │ log     A call that was made while hidden: request:fail interrupted',
    expect.stringMatching(/^ {2}✗ failed {2}GET +[67]\.\d\d s .*\/slow$/),
    expect.stringMatching(/^ {2}◦ 9\.00 s {2}foreground/),
    '  │ log     There is no answer: request:fail interrupted',
  ]);
  expect(stdout).toContain('The call had not ended 5000 ms after the mini program went to the background.');
  expect(stdout).toContain('  2 calls · 2 failed · 0 B · ');
  expect(code).toBe(0);
}, 120_000);
