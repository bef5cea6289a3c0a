import type { Page } from 'playwright-core';

/**
 * What is wrong with the document of a page beside what axe-core looks for, by what browsers' audits call best practice:
 * one line for each fault.
 */
export function documentFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const expect = (holds: boolean, fault: string) => {
      if (!holds) faults.push(fault);
    };
    const meta = (name: string) =>
      document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content.trim() ?? '';
    const shown = (element: Element) => element.outerHTML.slice(0, 160);

    expect(document.compatMode === 'CSS1Compat', 'it has no doctype');
    expect(document.characterSet === 'UTF-8', `its charset is ${document.characterSet}`);
    expect(/^[a-z]{2,3}(-[A-Za-z]+)*$/.test(document.documentElement.lang), 'it does not say its language');
    expect(document.title.trim() !== '', 'it has no title');
    expect(meta('description') !== '', 'it has no description');
    expect(meta('viewport').includes('width=device-width'), 'it is not as wide as its device');
    expect(
      !/user-scalable\s*=\s*(no|0)|maximum-scale/.test(meta('viewport')),
      'it forbids people to enlarge it',
    );
    expect(document.querySelector('link[rel=icon]') !== null, 'it has no icon');
    expect(document.querySelectorAll('h1').length === 1, 'it has not one first heading');
    for (const image of document.querySelectorAll('img')) {
      const sized = image.hasAttribute('width') && image.hasAttribute('height');
      expect(sized || getComputedStyle(image).maxHeight !== 'none', `its size is not known: ${shown(image)}`);
      expect(!image.complete || image.naturalWidth > 0, `there is no such image: ${shown(image)}`);
    }
    for (const link of document.querySelectorAll('a[target=_blank]')) {
      const words = (link.getAttribute('rel') ?? '').split(' ');
      expect(words.includes('noopener'), `it hands this window on: ${shown(link)}`);
    }
    for (const field of document.querySelectorAll('input[type=password]')) {
      expect(field.hasAttribute('autocomplete'), `no keeper of passwords knows it: ${shown(field)}`);
    }
    return faults;
  });
}
