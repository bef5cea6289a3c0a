const bits = 32_768;
const mostNoted = 4096;

/**
 * Roughly which texts were seen lately, in 4 KiB however many they are. What is seen once only, such as hosts that
 * an attacker makes up, need not be kept elsewhere: keeping costs more than ruling on it.
 */
export class Sightings {
  readonly #seen = new Uint8Array(bits / 8);
  #noted = 0;

  /**
   * Notes the first `length` characters of a text. `true` where it was noted before; seldom (below one in eight) for another one too, and `false`
   * again when thousands of others came between.
   */
  again(text: string, length: number): boolean {
    const hash = hashOf(text, length) & (bits - 1);
    const at = hash >>> 3;
    const bit = 1 << (hash & 7);
    const seen = this.#seen[at] ?? 0;
    if ((seen & bit) !== 0) return true;
    if (this.#noted >= mostNoted) this.#forget();
    this.#noted += 1;
    this.#seen[at] = (this.#seen[at] ?? 0) | bit;
    return false;
  }

  #forget(): void {
    this.#seen.fill(0);
    this.#noted = 0;
  }
}

/** FNV-1a over code units. */
function hashOf(text: string, length: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}
