// Short texts that were looked through and held nothing: keys and names come again with every record.

export interface CleanTexts {
  has(text: string): boolean;
  add(text: string): void;
}

const longest = 48;
const most = 4096;

/** Bounded: whoever sends ever new keys makes it forget, not grow. */
export function createCleanTexts(): CleanTexts {
  const texts = new Set<string>();
  return {
    has: (text) => text.length <= longest && texts.has(text),
    add: (text) => {
      if (text.length > longest) return;
      if (texts.size === most) texts.clear();
      texts.add(text);
    },
  };
}

/** For recognisers that were handed in: what they answer may change. */
export const NO_CLEAN_TEXTS: CleanTexts = { has: () => false, add: () => undefined };
