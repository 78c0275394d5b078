/** A button that copies text, and says so in words for a moment. */
function copyButton(template: HTMLTemplateElement, text: () => string): HTMLButtonElement | null {
  const button = template.content.querySelector("button")?.cloneNode(true);
  if (!(button instanceof HTMLButtonElement)) return null;
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(text()).then(() => {
      button.dataset["copied"] = "";
      const label = button.querySelector("[data-label]");
      if (label) label.textContent = button.dataset["done"] ?? "";
    });
  });
  button.addEventListener("blur", () => {
    delete button.dataset["copied"];
    const label = button.querySelector("[data-label]");
    if (label) label.textContent = button.dataset["idle"] ?? "";
  });
  return button;
}

/** Gives each code cell and each `[data-copy]` a copy button. One listener per visible cell, made as cells come near. */
export function addCopyButtons(root: Document): void {
  const template = root.querySelector<HTMLTemplateElement>("template#copy-button");
  if (template === null) return;
  const add = (holder: Element): void => {
    const source = holder.querySelector("pre, code") ?? holder;
    const button = copyButton(template, () => source.textContent);
    if (button) holder.append(button);
  };
  root.querySelectorAll("[data-copy]").forEach(add);
  const watcher = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        add(target);
      }
    },
    { rootMargin: "200px" },
  );
  root.querySelectorAll(".cell-code .cell-body").forEach((cell) => {
    watcher.observe(cell);
  });
}
