/** Virtual time, in milliseconds: what is planned happens in the order of its time, and of the planning within one. */
export class VirtualClock {
  #now = 0;
  #planned = 0;
  readonly #heap: { at: number; order: number; run: () => void }[] = [];

  get now(): number {
    return this.#now;
  }

  after(delay: number, run: () => void): void {
    this.#planned += 1;
    this.#push({ at: this.#now + delay, order: this.#planned, run });
  }

  /** Until nothing is planned any more. */
  run(): void {
    for (let next = this.#pop(); next !== undefined; next = this.#pop()) {
      this.#now = next.at;
      next.run();
    }
  }

  #push(entry: { at: number; order: number; run: () => void }): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      heap[index] = above;
      heap[parent] = entry;
      index = parent;
    }
  }

  #pop(): { at: number; order: number; run: () => void } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      if (a === undefined) break;
      const [child, at] = b !== undefined && isBefore(b, a) ? [b, left + 1] : [a, left];
      if (isBefore(last, child)) break;
      heap[index] = child;
      index = at;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(a: { at: number; order: number }, b: { at: number; order: number }): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
