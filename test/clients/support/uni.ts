import { bundle } from './bundle.ts';
import type { Wx } from './lab.ts';
import { load } from './load.ts';

/** Without Vue, which it uses for pages only. */
const code = await bundle("export { default as uni } from '@dcloudio/uni-mp-weixin'", {
  absent: ['vue'],
});

/** The global `uni` of uni-app's own runtime for mini programs, over `wx`. */
export function createUni(wx: Wx): unknown {
  return load<{ uni: unknown }>(code, { wx }).uni;
}
