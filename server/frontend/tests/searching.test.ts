import { beforeEach, describe, expect, it } from "vitest";
import { enhanceSearch, moved } from "../src/searching";

describe("moved", () => {
  it.each([
    [-1, "ArrowDown", 0],
    [0, "ArrowDown", 1],
    [1, "ArrowDown", -1],
    [-1, "ArrowUp", 1],
    [0, "ArrowUp", -1],
    [0, "x", 0],
  ])("from %i with %s to %i of two", (from, key, to) => {
    expect(moved(from, key, 2)).toBe(to);
  });
});

it("serves a box in any form that asks as one types", () => {
  document.body.innerHTML = `<form data-suggest><input type="hidden"><input hx-get="/x"><div id="list" data-suggestions></div></form>`;
  const form = document.querySelector("form");
  if (!form) throw new Error("the page is not there");
  enhanceSearch(form);
  expect(document.querySelector("[hx-get]")?.getAttribute("role")).toBe("combobox");
});

let input: HTMLInputElement;
let list: HTMLElement;

function press(key: string): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  input.dispatchEvent(event);
  return event;
}

function arrive(count: number): void {
  const option = (_: unknown, n: number): string => `<div role="option" id="o${n}" data-address="#a${n}">${n}</div>`;
  list.innerHTML = Array.from({ length: count }, option).join("");
  list.dispatchEvent(new CustomEvent("htmx:afterSwap"));
}

function aBox(): void {
  document.body.innerHTML = `<form data-suggest><input type="search"><div id="list" data-suggestions hidden></div></form>`;
  const form = document.querySelector("form");
  const [found, holder] = [document.querySelector("input"), document.querySelector<HTMLElement>("#list")];
  if (!form || !found || !holder) throw new Error("the page is not there");
  [input, list] = [found, holder];
  enhanceSearch(form);
  input.focus();
}

describe("the search box", () => {
  beforeEach(aBox);

  it("is a combobox once script is there", () => {
    expect(input.getAttribute("role")).toBe("combobox");
    expect(input.getAttribute("aria-expanded")).toBe("false");
    expect(input.getAttribute("aria-controls")).toBe("list");
  });

  it("opens with suggestions and stays shut without", () => {
    arrive(2);
    expect([list.hidden, input.getAttribute("aria-expanded")]).toEqual([false, "true"]);
    arrive(0);
    expect([list.hidden, input.getAttribute("aria-expanded")]).toEqual([true, "false"]);
  });

  it("moves with the arrows and says where it is", () => {
    arrive(2);
    press("ArrowDown");
    expect(input.getAttribute("aria-activedescendant")).toBe("o0");
    press("ArrowUp");
    expect(input.hasAttribute("aria-activedescendant")).toBe(false);
    press("ArrowUp");
    expect(document.querySelector("[aria-selected=true]")?.id).toBe("o1");
  });

  it("opens what is chosen, and leaves Enter to the form where nothing is", () => {
    arrive(2);
    expect(press("Enter").defaultPrevented).toBe(false);
    press("ArrowDown");
    expect(press("Enter").defaultPrevented).toBe(true);
    expect(location.hash).toBe("#a0");
  });

  it("closes when one goes on to the next field of the form", () => {
    arrive(1);
    input.blur();
    expect(list.hidden).toBe(true);
  });

  it("closes on Escape", () => {
    arrive(1);
    press("Escape");
    expect(list.hidden).toBe(true);
  });
});

describe("a box for names", () => {
  beforeEach(aBox);

  it("fills the box with a chosen value and stays on the page", () => {
    arrive(1);
    list.innerHTML = `<div role="option" id="p1" data-value="grace">Grace Okoye</div>`;
    input.value = "gra";
    list.querySelector("[role=option]")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect([input.value, list.hidden]).toEqual(["grace", true]);
  });
});
