// The colour scheme somebody chose, remembered by the browser.
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'governance-agent.theme';

export function chosenTheme(storage: Pick<Storage, 'getItem'>): Theme {
  const kept = storage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseTheme(storage: Pick<Storage, 'setItem'>, root: HTMLElement, theme: Theme): void {
  storage.setItem(KEY, theme);
  applyTheme(root, theme);
}

/** The style sheet does the rest: `light-dark()` follows `color-scheme`. */
export function applyTheme(root: HTMLElement, theme: Theme): void {
  root.dataset['theme'] = theme;
}
