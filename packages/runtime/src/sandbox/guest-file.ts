/** The file name of the guest code in stacks; the host leaves its frames out. */
export const guestFile = 'minigate:guest';

/** What stands before the first line of a script of the program, on the same line. */
export const scriptHead = '(function (exports, require, module) {';
