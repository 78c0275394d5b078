export type Theme = "auto" | "light" | "dark";

const year = 31_536_000;

/** Whether a value of a form is one of our themes. */
export function isTheme(value: unknown): value is Theme {
  return value === "auto" || value === "light" || value === "dark";
}

/** Shows a theme at once; the cookie lets the server send the next page in it, so that nothing flashes. */
export function useTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `commonplace_theme=${theme}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
}

/** The switch is a form that works without script; with it, nothing reloads. */
export function enhanceThemeSwitch(root: ParentNode): void {
  root.querySelectorAll<HTMLFormElement>("form[data-theme-switch]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      const theme = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "";
      if (!isTheme(theme)) return;
      event.preventDefault();
      useTheme(theme);
      form.querySelectorAll("button").forEach((button) => {
        button.setAttribute("aria-pressed", String(button.value === theme));
      });
    });
  });
}
