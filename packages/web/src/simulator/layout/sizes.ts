import { recall, remember } from '../../ui/preferences.ts';

type Sizes = readonly [number, number];

const written = /^\d+(\.\d+)?,\d+(\.\d+)?$/;

/** How a part of the page was divided last, in percent. */
export function recallSizes(name: string, first: Sizes): Sizes {
  const text = recall(name, (value): value is string => written.test(value));
  const [one, other] = (text ?? '').split(',').map(Number);
  return one === undefined || other === undefined || Math.abs(one + other - 100) > 1 ? first : [one, other];
}

export function rememberSizes(name: string, sizes: readonly (number | string)[]): void {
  remember(name, sizes.map((size) => (typeof size === 'number' ? size : Number.parseFloat(size))).join(','));
}
