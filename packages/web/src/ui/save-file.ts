/** Hands a file to whoever looks at the page, to keep it where they like. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address when this turn is over.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
