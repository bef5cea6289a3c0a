/** What a headless browser is started with. */
export const quietly: readonly string[];
