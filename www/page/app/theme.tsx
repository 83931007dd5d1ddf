// Light and dark: the system's own, until the person chooses for this visit.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";

export type Theme = "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<(theme: Theme) => void>();
let chosen: Theme | undefined;

function current(): Theme {
  return chosen ?? (system.matches ? "dark" : "light");
}

function apply(): void {
  document.documentElement.dataset["theme"] = current();
  for (const listener of listeners) listener(current());
}

/** Sets the theme before anything is drawn, and follows the system from then on. */
export function startTheme(): void {
  system.addEventListener("change", apply);
  apply();
}

/** The theme, as it changes. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(current);
  useEffect(() => {
    listeners.add(setTheme);
    setTheme(current());
    return () => void listeners.delete(setTheme);
  }, []);
  return theme;
}

/** The button that changes it. */
export function ThemeButton(): JSX.Element {
  const theme = useTheme();
  const other: Theme = theme === "dark" ? "light" : "dark";
  const change = (): void => {
    chosen = other;
    apply();
  };
  return (
    <button type="button" class="ghost square" onClick={change} aria-label={`Use the ${other} theme`}>
      <Icon name={other === "dark" ? "moon" : "sun"} />
    </button>
  );
}
