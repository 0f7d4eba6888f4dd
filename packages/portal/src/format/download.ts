// Hands a file to the browser.
interface Download {
  /** what the file is about; the time is put behind it */
  readonly subject: string;
  readonly ending: string;
  readonly type: string;
  readonly parts: readonly BlobPart[];
}

export function download({ subject, ending, type, parts }: Download): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(subject, ending, Date.now());
  link.click();
  // The browser has taken the file by the next turn; the text need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `decisions-2026-11-21T09-30-00.jsonl` */
function fileName(subject: string, ending: string, now: number): string {
  return `${subject}-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}.${ending}`;
}
