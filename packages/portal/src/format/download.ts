// Hands a file to the browser.
export function download(name: string, type: string, parts: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file by the next turn; the text need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `decisions-2026-11-21T09-30-00.jsonl` */
export function fileName(subject: string, ending: string, now: number): string {
  return `${subject}-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}.${ending}`;
}
