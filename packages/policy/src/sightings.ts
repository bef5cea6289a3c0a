const bits = 65_536;
const mostNoted = 4096;

/**
 * Roughly which texts were seen lately, in 8 KiB however many they are. What is seen once only, such as hosts that
 * an attacker makes up, need not be kept elsewhere: keeping costs more than ruling on it.
 */
export class Sightings {
  readonly #seen = new Uint8Array(bits / 8);
  #noted = 0;

  /**
   * Notes a text. `true` where it was noted before; seldom (below one in fifty) for another one too, and `false`
   * again when thousands of others came between.
   */
  again(text: string): boolean {
    const hash = hashOf(text);
    const first = this.#mark(hash & (bits - 1));
    const second = this.#mark(hash >>> 16);
    if (first && second) return true;
    this.#noted += 1;
    if (this.#noted > mostNoted) {
      this.#seen.fill(0);
      this.#noted = 0;
    }
    return false;
  }

  /** Sets a bit and says whether it was set. */
  #mark(at: number): boolean {
    const byte = this.#seen[at >>> 3] ?? 0;
    const bit = 1 << (at & 7);
    this.#seen[at >>> 3] = byte | bit;
    return (byte & bit) !== 0;
  }
}

/** FNV-1a over code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
