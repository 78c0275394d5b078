const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago (or until) a moment is, in words of the page's language: "3 hours ago". */
export function relative(moment: Date, now: Date, language: string): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return words.format(0, "second");
}

/** The exact moment in the reader's own zone. */
export function exact(moment: Date, language: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return moment.toLocaleString(language, { dateStyle: "full", timeStyle: "short", ...zone });
}

function worded(element: HTMLTimeElement, moment: Date, now: Date, language: string): string {
  if (element.dataset["words"] === "exact") return element.title;
  if (element.dataset["words"] === "day") return moment.toLocaleDateString(language, { dateStyle: "long" });
  return relative(moment, now, language);
}

/** Rewrites each `<time>` below `root` for the reader's zone; without script the server's words stay. */
export function showLocalTimes(root: ParentNode, now = new Date()): void {
  const language = document.documentElement.lang || "en";
  root.querySelectorAll<HTMLTimeElement>("time[datetime]").forEach((element) => {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) return;
    element.title = exact(moment, language);
    element.textContent = worded(element, moment, now, language);
  });
}
