import htmx from "htmx.org";

/** Lets htmx work under our content security policy, and tells `changed` about each part of the page that it replaced. */
export function startRequests(changed: (part: ParentNode) => void): void {
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowEval = false;
  htmx.config.allowScriptTags = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.historyCacheSize = 0; // a page that depends on the reader stays out of the browser's storage
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target instanceof Element) changed(event.target.parentElement ?? event.target);
  });
}
