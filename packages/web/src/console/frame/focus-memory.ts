/** Remembers at which place the focus was moved last. */
export class FocusMemory {
  #last: string | undefined;

  /** @returns whether somebody has come to this place from another one, so that the focus has to follow */
  arrive(place: string): boolean {
    const came = this.#last !== undefined && this.#last !== place;
    this.#last = place;
    return came;
  }
}
