/** Menus are `<details>`: with script they also close on Escape, on a click elsewhere, and when another opens. */
export function enhanceMenus(root: Document): void {
  const open = (): NodeListOf<HTMLDetailsElement> => root.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
  root.addEventListener("click", (event) => {
    open().forEach((menu) => {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
    });
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  });
}

/** Whether keys typed now belong to what the reader is writing. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** `?` opens the short help, `/` goes to the search box. */
export function enhanceHelp(root: Document): void {
  root.addEventListener("keydown", (event) => {
    if (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") {
      event.preventDefault();
      root.querySelector<HTMLDialogElement>("dialog#keys")?.showModal();
    }
    if (event.key === "/") {
      event.preventDefault();
      root.querySelector<HTMLInputElement>("input[data-main-search]")?.focus();
    }
  });
  root.querySelectorAll<HTMLElement>("[data-opens-keys]").forEach((opener) => {
    opener.hidden = false;
    opener.addEventListener("click", () => root.querySelector<HTMLDialogElement>("dialog#keys")?.showModal());
  });
}
