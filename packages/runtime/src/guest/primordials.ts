/**
 * The language as it was before the program ran. Guest code uses these and never a method of a prototype:
 * a program may replace those, and must not be able to break, or to listen to, the code beside it.
 *
 * For the same reason guest code keeps its own state in lists and tables that have no prototype to search,
 * and takes neither iterators nor `Promise` chains.
 */

export const { apply, construct, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } =
  Reflect;
export const { defineProperty, keys: enumerableKeys } = Object;
export const { isArray } = Array;
export const { isFinite: isFiniteNumber, isInteger } = Number;
export const { parse: parseJson, stringify: toJson } = JSON;
export const { min, max, floor } = Math;
export const { isView } = ArrayBuffer;
export const toText = String;
export const toNumber = Number;
export const NativeError = Error;
export const NativePromise = Promise;
export const NativeFunction = Function;
export const NativeProxy = Proxy;
export const NativeMap = Map;
export const NativeSet = Set;
export const NativeString = String;
export const NativeNumber = Number;
export const NativeBoolean = Boolean;
export const NativeDate = Date;
export const NativeRegExp = RegExp;

const { bind, call } = Function.prototype;

type Uncurried<T, A extends unknown[], R> = (self: T, ...args: A) => R;

/** The method as a plain function whose first argument is `this`. */
const uncurry = bind.bind(call) as unknown as <T, A extends unknown[], R>(
  method: (this: T, ...args: A) => R,
) => Uncurried<T, A, R>;

function getter<T, R>(prototype: object, name: string): (self: T) => R {
  const get = getOwnPropertyDescriptor(prototype, name)?.get;
  if (get === undefined) throw new NativeError(`There is no getter ${name}.`);
  return uncurry(get) as (self: T) => R;
}

export const slice = uncurry(String.prototype.slice) as (self: string, start: number, end?: number) => string;
export const indexOf = uncurry(String.prototype.indexOf) as (
  self: string,
  part: string,
  from?: number,
) => number;
export const isoText = uncurry(Date.prototype.toISOString);
export const regExpText = uncurry(RegExp.prototype.toString);
export const eachOfMap = uncurry(Map.prototype.forEach) as (
  self: Map<unknown, unknown>,
  visit: (value: unknown, key: unknown) => void,
) => void;
export const eachOfSet = uncurry(Set.prototype.forEach) as (
  self: Set<unknown>,
  visit: (value: unknown) => void,
) => void;

export const { then: promiseThen, finally: promiseFinally } = Promise.prototype;
const { add: weakAdd, has: weakHas } = WeakSet.prototype;

/** Objects that are remembered as long as somebody else keeps them. */
export function marks(): { add(object: object): void; has(value: unknown): boolean } {
  const set = new WeakSet();
  return {
    add: (object) => void apply(weakAdd, set, [object]),
    has: (value) => isObject(value) && apply(weakHas, set, [value]),
  };
}

export const booleanOf = uncurry(Boolean.prototype.valueOf);

const bufferLength = getter<unknown, number>(ArrayBuffer.prototype, 'byteLength');
const bufferSlice = uncurry(ArrayBuffer.prototype.slice);
const TypedArrayPrototype = getPrototypeOf(Uint8Array.prototype) ?? Uint8Array.prototype;
const typedBuffer = getter<unknown, ArrayBuffer>(TypedArrayPrototype, 'buffer');
const typedOffset = getter<unknown, number>(TypedArrayPrototype, 'byteOffset');
const typedLength = getter<unknown, number>(TypedArrayPrototype, 'byteLength');
const dataViewBuffer = getter<unknown, ArrayBuffer>(DataView.prototype, 'buffer');
const dataViewOffset = getter<unknown, number>(DataView.prototype, 'byteOffset');
const dataViewLength = getter<unknown, number>(DataView.prototype, 'byteLength');

export function byteLengthOf(buffer: ArrayBuffer): number {
  return bufferLength(buffer);
}

export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  try {
    bufferLength(value);
    return true;
  } catch {
    return false;
  }
}

/** A copy of the bytes, which the program cannot change. Throws where it gave them away. */
export function copyOf(buffer: ArrayBuffer): ArrayBuffer {
  return bufferSlice(buffer, 0);
}

/** The bytes that a typed array or a data view shows, as a buffer of their own. */
export function bytesOfView(view: unknown): ArrayBuffer {
  try {
    const offset = typedOffset(view);
    return bufferSlice(typedBuffer(view), offset, offset + typedLength(view));
  } catch {
    const offset = dataViewOffset(view);
    return bufferSlice(dataViewBuffer(view), offset, offset + dataViewLength(view));
  }
}

/** An array without a prototype: only its indexes and its length. */
export interface List<T> {
  [index: number]: T;
  length: number;
}

export function list<T>(...items: T[]): List<T> {
  setPrototypeOf(items, null);
  return items;
}

export function append<T>(to: List<T>, item: T): void {
  to[to.length] = item;
}

/** A map that carries its own methods. */
export interface Table<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
  has(key: K): boolean;
  delete(key: K): boolean;
  /** Every key; they are read only when asked for. */
  keys(): List<K>;
}

const { get: mapGet, set: mapSet, has: mapHas, delete: mapDelete, forEach: mapForEach } = Map.prototype;

export function table<K, V>(): Table<K, V> {
  const map = new NativeMap<K, V>();
  setPrototypeOf(map, null);
  const self = map as unknown as Table<K, V>;
  self.get = mapGet as Table<K, V>['get'];
  self.set = mapSet as Table<K, V>['set'];
  self.has = mapHas as Table<K, V>['has'];
  self.delete = mapDelete as Table<K, V>['delete'];
  self.keys = () => {
    const found = list<K>();
    apply(mapForEach, map, [(_: unknown, key: K) => append(found, key)]);
    return found;
  };
  return self;
}

/** An object without a prototype. */
export function record<T>(): Record<string, T> {
  return { __proto__: null } as unknown as Record<string, T>;
}

/** A function of the program. */
export type Callable = (this: unknown, ...args: never[]) => unknown;

export function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
