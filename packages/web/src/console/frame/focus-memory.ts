/** Remembers where somebody was last. */
export class FocusMemory {
  #last: string | undefined;

  /**
   * @returns whether the focus has to follow: somebody has come to this place from another one, or what had the focus went
   * away with the screen before
   */
  arrive(place: string): boolean {
    const came = this.#last !== undefined && this.#last !== place;
    const lost = this.#last !== undefined && document.activeElement === document.body;
    this.#last = place;
    return came || lost;
  }
}
