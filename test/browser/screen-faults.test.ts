import { afterAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasBrowser, newContext } from './support/browser.ts';
import { documentFaults } from './support/screens/document-faults.ts';
import { screenFaults, watchIssues } from './support/screens/faults.ts';

afterAll(closeBrowser);

const sound = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="A page">
    <link rel="icon" href="data:,">
    <title>A page</title>
  </head>
  <body><main><h1>A page</h1><button style="width: 24px; height: 24px">+</button></main></body>
</html>`;

async function pageOf(html: string) {
  const page = await (await newContext()).newPage();
  const issues = await watchIssues(page);
  await page.setContent(html);
  return { page, issues };
}

describe.skipIf(!hasBrowser)('what is looked for on every screen', () => {
  it('is nothing that a sound page has', async () => {
    const { page, issues } = await pageOf(sound);
    expect(await screenFaults(page)).toEqual([]);
    expect(issues).toEqual([]);
  });

  it('is what an audit of a page has against it', async () => {
    const { page } = await pageOf(sound);
    const cases: readonly (readonly [from: string, to: string, fault: string])[] = [
      [' lang="en"', '', 'it does not say its language'],
      ['A page</title>', '</title>', 'it has no title'],
      ['name="description"', 'name="other"', 'it has no description'],
      ['name="viewport"', 'name="other"', 'it is not as wide as its device'],
      ['initial-scale=1', 'user-scalable=no', 'it forbids people to enlarge it'],
      ['rel="icon"', 'rel="other"', 'it has no icon'],
      ['<!doctype html>', '', 'it has no doctype'],
      ['<button', '<h1>Another</h1><button', 'it has not one first heading'],
      ['<button', '<img alt="" src="data:,"><button', 'its size is not known'],
      ['<button', '<input type=password><button', 'no keeper of passwords knows it'],
    ];
    for (const [from, to, fault] of cases) {
      await page.setContent(sound.replace(from, to));
      expect((await documentFaults(page)).join('\n')).toContain(fault);
    }
  });

  it('is what is too small to hit, and too close to its neighbour', async () => {
    const small = '<button style="all: unset; display: inline-block; width: 18px; height: 18px">+</button>';
    const { page } = await pageOf(sound.replace('<button', `${small}${small}<button`));
    expect((await screenFaults(page)).join('\n')).toContain('target-size');
  });

  it('is an API that the browser is about to drop', async () => {
    const { page, issues } = await pageOf(sound);
    await page.evaluate(() => addEventListener('unload', () => {}));
    await expect.poll(() => issues.join('\n')).toContain('UnloadHandler');
  });
});
