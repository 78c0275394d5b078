import { beforeEach, describe, expect, it } from "vitest";
import { exact, relative, showLocalTimes } from "../src/times";

const now = new Date("2026-03-10T12:00:00Z");
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

describe("relative", () => {
  it.each([
    [5, "now"],
    [90, "1 minute ago"],
    [3 * 3600 + 59 * 60, "3 hours ago"],
    [30 * 3600, "yesterday"],
    [8 * 86_400, "last week"],
    [70 * 86_400, "2 months ago"],
    [800 * 86_400, "2 years ago"],
    [-3 * 86_400, "in 3 days"],
  ])("says %i seconds as %s", (seconds, words) => {
    expect(relative(before(seconds), now, "en")).toBe(words);
  });

  it("speaks the page's language", () => {
    expect(relative(before(3 * 3600), now, "de")).toBe("vor 3 Stunden");
  });
});

describe("showLocalTimes", () => {
  beforeEach(() => {
    document.documentElement.lang = "en";
  });

  it("rewrites what the server wrote and keeps the exact time as a title", () => {
    document.body.innerHTML = `<time datetime="2026-03-10T09:00:00+00:00" title="UTC">old</time>`;
    showLocalTimes(document, now);
    const time = document.querySelector("time");
    expect(time?.textContent).toBe("3 hours ago");
    expect(time?.title).toBe(exact(new Date("2026-03-10T09:00:00Z"), "en"));
  });

  it("leaves alone what is no time", () => {
    document.body.innerHTML = `<time datetime="soon">soon</time>`;
    showLocalTimes(document, now);
    expect(document.querySelector("time")?.textContent).toBe("soon");
  });

  it("writes days as days", () => {
    document.body.innerHTML = `<time datetime="2026-03-10T12:00:00Z" data-words="day">x</time>`;
    showLocalTimes(document, now);
    expect(document.querySelector("time")?.textContent).toBe("March 10, 2026");
  });
});

it("exact times are in the reader's zone", () => {
  expect(exact(now, "en", "Asia/Tokyo")).toContain("9:00");
});
