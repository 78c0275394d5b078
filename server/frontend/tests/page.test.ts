import { beforeEach, expect, it } from "vitest";
import { symbolOf } from "../build/icon-sprite.ts";
import { enhanceHelp, enhanceMenus, isWriting } from "../src/menus";
import { enhanceThemeSwitch, isTheme } from "../src/theme";

beforeEach(() => {
  document.body.innerHTML = "";
});

it("knows its themes", () => {
  expect(["auto", "light", "dark", "pink", 1].map(isTheme)).toEqual([true, true, true, false, false]);
});

it("switches the theme at once and remembers it", () => {
  document.body.innerHTML = `<form data-theme-switch><button name="theme" value="light" aria-pressed="true"></button><button name="theme" value="dark"></button></form>`;
  enhanceThemeSwitch(document);
  const [light, dark] = document.querySelectorAll("button");
  const event = new SubmitEvent("submit", { cancelable: true, submitter: dark ?? null });
  document.querySelector("form")?.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(document.cookie).toContain("commonplace_theme=dark");
  expect([light?.getAttribute("aria-pressed"), dark?.getAttribute("aria-pressed")]).toEqual(["false", "true"]);
});

it("closes menus on Escape and on a click elsewhere", () => {
  document.body.innerHTML = `<details class="menu" open><summary>m</summary></details><p>elsewhere</p>`;
  enhanceMenus(document);
  const menu = document.querySelector("details");
  document.querySelector("summary")?.click();
  if (menu) menu.open = true;
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(menu?.open).toBe(false);
  if (menu) menu.open = true;
  document.querySelector("p")?.click();
  expect(menu?.open).toBe(false);
});

it("goes to the search box with a slash, but not while one writes", () => {
  document.body.innerHTML = `<input data-main-search id="search"><textarea></textarea>`;
  enhanceHelp(document);
  const slash = (): KeyboardEvent => new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true });
  document.querySelector("textarea")?.dispatchEvent(slash());
  expect(document.activeElement?.id).not.toBe("search");
  document.body.dispatchEvent(slash());
  expect(document.activeElement?.id).toBe("search");
  expect(isWriting(document.activeElement)).toBe(true);
});

it("makes a symbol of an icon and refuses what is none", () => {
  expect(symbolOf("x", `<svg viewBox="0 0 16 16" fill="red"><path d="M0"/></svg>`)).toBe(
    `<symbol id="x" viewBox="0 0 16 16"><path d="M0"/></symbol>`,
  );
  expect(() => symbolOf("x", "<p>")).toThrow("x");
});
