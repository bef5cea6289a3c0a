/** The four calls whose types others have published. */
export type Calls = 'request' | 'downloadFile' | 'uploadFile' | 'connectSocket';

/** `true` only where A can be assigned to B; the brackets keep unions together. */
export type Fits<A, B> = [A] extends [B] ? true : false;

export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** `true` where T checks something, and is not the type that fits everything. */
export type IsChecked<T> = 0 extends 1 & T ? false : true;

/** The options of a call. */
export type OptionsOf<F> = F extends (options: infer O, ...rest: never[]) => unknown ? O : never;

/** The task of a call. */
export type TaskOf<F> = F extends (...args: never[]) => infer T ? T : never;

/** What a callback among the options gets. */
export type Given<O, C extends keyof O> =
  NonNullable<O[C]> extends (result: infer R, ...rest: never[]) => unknown ? R : never;

/** What a listener of a task gets. */
export type Told<T, M extends keyof T> = T[M] extends (listener: infer L, ...rest: never[]) => unknown
  ? NonNullable<L> extends (event: infer E, ...rest: never[]) => unknown
    ? E
    : never
  : never;

/** Compiles only for `true`. */
export type Holds<T extends true> = T;
