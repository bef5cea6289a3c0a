import type { ErrorRow } from './error-row.ts';

/** Files that a call reads or writes. Rules 16 and 17. */
export const fileErrors = {
  FILE_TOO_LARGE: {
    errno: 603301,
    text: 'exceed max file size',
    fault: 'server',
    fix: 'The decoded file is larger than the host profile allows.',
  },
  FILE_NOT_FOUND: {
    errno: 1300002,
    text: 'file not found',
    fault: 'program',
    fix: 'There is no file at that path. Name one that was downloaded or saved before.',
  },
  FILE_CHANGED: {
    errno: 600010,
    text: 'file changed while it was sent',
    fault: 'program',
    fix: 'Write the file to its end before it is uploaded, and leave it alone until the call has ended.',
  },
  FILE_NOT_READ: {
    errno: 600006,
    text: 'upload read file error',
    fault: 'host',
    fix: 'The file could not be read: the disk may be failing, or too many files are open.',
  },
  FILE_NOT_PERMITTED: {
    errno: 603303,
    text: 'permission denied can not open file filepath',
    fault: 'program',
    fix: 'Name a file inside the temp or user folder of the program.',
  },
  FILE_NOT_SAVED: {
    errno: 603300,
    text: 'download save file error',
    fault: 'host',
    fix: 'The file could not be written: the disk may be full, or the folder gone.',
  },
} as const satisfies Record<string, ErrorRow>;
