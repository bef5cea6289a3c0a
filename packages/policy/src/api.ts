/** The four calls of a mini program that the server domains govern. */
export type Api = 'request' | 'downloadFile' | 'uploadFile' | 'connectSocket';

/** Every {@link Api}, in the order in which documents and pages name them. */
export const apis: readonly Api[] = ['request', 'downloadFile', 'uploadFile', 'connectSocket'];
