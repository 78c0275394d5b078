/**
 * Makes a form suggest as one types: a combobox with a list box, operable by keyboard and mouse.
 * A suggestion with an address leads there; one with a value fills the input.
 */
export function enhanceSearch(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search], input[hx-get]");
  const list = form.querySelector<HTMLElement>("[data-suggestions]");
  if (input === null || list === null) return;
  new Suggestions(input, list).start();
}

/** The position after a key, wrapping around; -1 is the input itself. */
export function moved(position: number, key: string, count: number): number {
  if (key === "ArrowDown") return position + 1 >= count ? -1 : position + 1;
  if (key === "ArrowUp") return position <= -1 ? count - 1 : position - 1;
  return position;
}

class Suggestions {
  #active = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
  ) {}

  start(): void {
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.#show(false);
    this.list.addEventListener("htmx:afterSwap", () => {
      this.#arrived();
    });
    this.input.addEventListener("keydown", (event) => {
      this.#key(event);
    });
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the input keeps the focus
    });
    this.list.addEventListener("click", (event) => {
      this.#open(event.target instanceof Element ? event.target.closest("[role=option]") : null);
    });
    this.input.addEventListener("blur", () => {
      this.#show(false); // or it would lie over the field that comes next
    });
  }

  get #options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  #arrived(): void {
    this.#active = -1;
    this.#show(this.#options.length > 0 && document.activeElement === this.input);
  }

  #show(open: boolean): void {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.#mark(-1);
  }

  #mark(position: number): void {
    this.#active = position;
    this.#options.forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === position));
    });
    const id = this.#options[position]?.id;
    if (id === undefined) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", id);
  }

  #key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#mark(moved(this.#active, event.key, this.#options.length));
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#show(false);
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#open(this.#options[this.#active] ?? null);
    }
  }

  #open(option: Element | null): void {
    if (!(option instanceof HTMLElement)) return;
    const { address, value } = option.dataset;
    if (address) location.assign(address);
    if (value === undefined) return;
    this.input.value = value;
    this.#show(false);
  }
}
