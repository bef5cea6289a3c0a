/** The file name of the guest code in stacks; the host leaves its frames out. */
export const guestFile = 'minigate:guest';
