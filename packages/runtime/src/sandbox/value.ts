import type { JSValueConstPointer, JSValuePointer } from '@jitl/quickjs-ffi-types';

/** A value of the guest, by its place in the sandbox's memory. Whoever makes one frees it. */
export type Value = JSValuePointer;

/** A value that somebody else owns. */
export type Borrowed = JSValuePointer | JSValueConstPointer;

/** Takes borrowed values; gives a value that becomes the guest's, or nothing. */
export type HostFunction = (args: readonly Borrowed[]) => Value | undefined;
