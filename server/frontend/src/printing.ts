/** Buttons that print appear only where script can do it; folded cells open for the paper. */
export function offerPrinting(root: Document): void {
  root.querySelectorAll<HTMLButtonElement>("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      print();
    });
  });
  addEventListener("beforeprint", () => {
    root.querySelectorAll<HTMLDetailsElement>(".cell details").forEach((folded) => {
      folded.open = true;
    });
  });
}
