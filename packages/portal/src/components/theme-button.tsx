// Light or dark: the system's choice until somebody makes one.
import { useState } from 'react';
import { chosenTheme, chooseTheme, type Theme } from '../state/theme.ts';

export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(() => chosenTheme(localStorage));
  const next = NEXT[theme];
  return (
    <button
      type="button"
      onClick={() => {
        chooseTheme(localStorage, document.documentElement, next);
        setTheme(next);
      }}
    >
      Theme: {theme}
    </button>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
