import "./styles/main.scss";

import { addCopyButtons } from "./copy";
import { openDroppedFiles } from "./dropping";
import { enhanceHelp, enhanceMenus } from "./menus";
import { markCurrentHeading } from "./outline";
import { offerPrinting } from "./printing";
import { startRequests } from "./requests";
import { enhanceSearch } from "./searching";
import { enhanceThemeSwitch } from "./theme";
import { showLocalTimes } from "./times";
import { reachWideParts } from "./wide";

startRequests((part) => {
  showLocalTimes(part);
});
showLocalTimes(document);
enhanceThemeSwitch(document);
enhanceMenus(document);
enhanceHelp(document);
document.querySelectorAll<HTMLFormElement>("form[data-suggest]").forEach(enhanceSearch);
addCopyButtons(document);
openDroppedFiles(document);
markCurrentHeading(document);
offerPrinting(document);
reachWideParts(document);
