/** Placeholder until the format of the file is there. */
export function MocksPane() {
  return null;
}
