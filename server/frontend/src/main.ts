import "./styles/main.scss";

import { addCopyButtons } from "./copy";
import { openDroppedFiles } from "./dropping";
import { enhanceHelp, enhanceMenus } from "./menus";
import { markCurrentHeading } from "./outline";
import { startRequests } from "./requests";
import { enhanceSearch } from "./searching";
import { enhanceThemeSwitch } from "./theme";
import { showLocalTimes } from "./times";

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
