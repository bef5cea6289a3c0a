/** What a program's own bags of names may hold. */
export type Fields = Record<string, unknown>;

/** Header names as received (HTTP/2: lower case); a repeated header is one text, joined by a comma. */
export type HeaderBag = Record<string, string>;

export interface Failure {
  /** `<api>:fail <text>`; the texts are listed in docs/errors.md. */
  errMsg: string;
  errno: number;
}

/** The callbacks among a call's options. */
export interface Callbacks<Success, Fail> {
  success?: (result: Success) => void;
  fail?: (result: Fail) => void;
  /** Called after `success` or `fail`, with the same object. */
  complete?: (result: Success | Fail) => void;
}

/** What a program gives to be told of an event. */
export type Listener<E> = (event: E) => void;
