/** Marks in the table of contents the heading that is being read. */
export function markCurrentHeading(root: Document): void {
  const links = [...root.querySelectorAll<HTMLAnchorElement>(".side .toc a[href^='#']")];
  if (links.length === 0) return;
  const targets = new Map<Element, HTMLAnchorElement>();
  for (const link of links) {
    const target = root.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) targets.set(target, link);
  }
  const watcher = new IntersectionObserver(
    (seen) => {
      const top = seen.find((entry) => entry.isIntersecting);
      if (!top) return;
      links.forEach((link) => {
        link.removeAttribute("aria-current");
      });
      const current = targets.get(top.target);
      current?.setAttribute("aria-current", "true");
      const box = current?.closest<HTMLElement>(".toc");
      if (current && box) box.scrollTop = current.offsetTop - box.clientHeight / 2;
    },
    { rootMargin: "-72px 0px -70% 0px" },
  );
  targets.forEach((_link, target) => {
    watcher.observe(target);
  });
}
