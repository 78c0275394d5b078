/** Tables and formulas that are wider than their place can be scrolled with the keyboard too. */
export function reachWideParts(root: Document): void {
  const parts = [...root.querySelectorAll<HTMLElement>(".prose table, .prose math[display=block], .table-wrap")];
  const wide = parts.filter((part) => part.scrollWidth > part.clientWidth);
  wide.forEach((part) => {
    part.tabIndex = 0;
  });
}
