import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Somebody who has no pointer. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.insertText(text);
  }

  /**
   * Presses Tab until the focus is on what has a name.
   *
   * @param key `Shift+Tab` where it lies before
   * @throws Error where something has the focus and does not show it, or the name is never come to
   */
  async to(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let presses = 0; presses < 80; presses += 1) {
      const here = await this.focused();
      if (typeof name === 'string' ? here === name : name.test(here)) return;
      passed.push(here);
      await this.press(key);
      await this.#expectVisible();
    }
    throw new Error(`The focus never comes to ${String(name)}, only to ${passed.join(' | ')}`);
  }

  /** The name of what has the focus; empty where nothing has. */
  focused(): Promise<string> {
    return this.#page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return '';
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.innerText : undefined;
      return (element.getAttribute('aria-label') ?? label ?? element.innerText).replace(/\s*\*$/, '').trim();
    });
  }

  /** Waits until what has a name has the focus. */
  async expectFocus(name: string): Promise<void> {
    await expect.poll(() => this.focused(), { timeout: 20_000 }).toBe(name);
  }

  /** Waits until the heading of a screen has the focus. */
  async expectHeading(name: string): Promise<void> {
    await this.#page.locator('h1:focus', { hasText: name }).waitFor();
  }

  async #expectVisible(): Promise<void> {
    const hidden = await this.#page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      // Some controls draw the focus of their input around what stands for it.
      const drawn = [element, element.nextElementSibling, element.parentElement];
      const shown = drawn.some((part) => {
        if (part === null) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      const isField = element.matches('input:not([type=radio], [type=checkbox]), textarea, select');
      return shown || isField ? undefined : element.outerHTML.slice(0, 200);
    });
    if (hidden !== undefined) throw new Error(`It has the focus and does not show it: ${hidden}`);
  }
}
