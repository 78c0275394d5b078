// Draws a form with the browser's own fields. It decides nothing and has no words of its own: the kernel checks the
// answers and keeps them. They are sent in messages; the widget's state, which a notebook may save, has the questions.

const RUN_BELOW = "commonplace-form-run"; // whoever can run the cells below a form listens for it, and prevents its default
const PATIENCE = 10_000; // milliseconds until people are told that nobody answers
const MEGABYTE = 1_000_000;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== "") made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

function textField(asked, own) {
  const input = element("input", { ...own, type: "text", autocomplete: "off" });
  return { nodes: [input], focused: input, read: () => input.value, write: value => (input.value = value) };
}

function numberField(asked, own) {
  return textField(asked, { ...own, inputmode: asked.whole ? "numeric" : "decimal" });
}

function choiceField(asked, own, words) {
  const empty = element("option", { value: "" }, asked.required ? words.choose : words.none);
  empty.value = "";
  const input = element("select", own, empty, ...asked.options.map(option => new Option(option, option)));
  return { nodes: [input], focused: input, read: () => input.value, write: value => (input.value = value) };
}

function fileField(asked, own) {
  const input = element("input", { ...own, type: "file", accept: asked.endings.join(",") });
  return { nodes: [input], focused: input, read: () => null, write: () => undefined, file: () => input.files[0] };
}

function datesField(asked, own, words) {
  const limits = { type: "date", min: asked.minimum ?? "", max: asked.maximum ?? "", required: asked.required };
  const inputs = ["first", "last"].map(end => element("input", { ...limits, id: `${own.id}-${end}` }));
  const labels = ["first", "last"].map(end => element("label", { for: `${own.id}-${end}` }, words[end]));
  const pairs = inputs.map((input, at) => element("div", { class: "cp-form-day" }, labels[at], input));
  const write = days => inputs.forEach((input, at) => (input.value = days?.[at] ?? ""));
  return {
    nodes: [element("div", { class: "cp-form-days" }, ...pairs)],
    focused: inputs[0],
    inputs,
    read: () => inputs.map(input => input.value),
    write
  };
}

function choicesField(asked, own) {
  const boxes = asked.options.map((option, at) => element("input", { type: "checkbox", id: `${own.id}-${at}` }));
  const rows = boxes.map((box, at) =>
    element("div", { class: "cp-form-option" }, box, element("label", { for: box.id }, asked.options[at]))
  );
  return {
    nodes: [element("div", { class: "cp-form-options" }, ...rows)],
    focused: boxes[0],
    inputs: boxes,
    read: () => asked.options.filter((_option, at) => boxes[at].checked),
    write: chosen => boxes.forEach((box, at) => (box.checked = chosen.includes(asked.options[at])))
  };
}

const KINDS = {
  text: textField,
  number: numberField,
  dates: datesField,
  choice: choiceField,
  choices: choicesField,
  file: fileField,
  source: choiceField
};

/** A question: its label or legend, help, place for what is wrong, and field. */
class Question {
  constructor(asked, id, words) {
    this.asked = asked;
    this.touched = false;
    const help = element("p", { id: `${id}-help`, class: "cp-form-help" }, asked.help);
    this.wrong = element("p", { id: `${id}-wrong`, class: "cp-form-wrong", hidden: true });
    const described = asked.help ? `${id}-help ${id}-wrong` : `${id}-wrong`;
    const own = { id, "aria-describedby": described, required: asked.required };
    this.field = KINDS[asked.kind](asked, own, words);
    const label = asked.required ? `${asked.label} ${words.required}` : asked.label;
    const said = [...(asked.help ? [help] : []), this.wrong];
    this.node = this.field.inputs
      ? element("fieldset", { "aria-describedby": described }, element("legend", {}, label), ...said, ...this.field.nodes)
      : element("div", {}, element("label", { for: id }, label), ...said, ...this.field.nodes);
    this.node.classList.add("cp-form-field");
    this.node.addEventListener("input", () => (this.touched = true));
    this.field.write(asked.default);
  }

  /** Say what is wrong beside the field; nothing where nothing is. */
  tell(sentence) {
    this.wrong.textContent = sentence;
    this.wrong.hidden = sentence === "";
    this.node.classList.toggle("cp-form-is-wrong", sentence !== "");
    for (const input of this.field.inputs ?? [this.field.focused]) {
      if (sentence) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

/** The whole form, and what it says to the kernel and hears from it. */
class Form {
  constructor(model, place) {
    const { title, fields, words } = model.get("declared");
    this.model = model;
    this.words = words;
    this.id = `cp-form-${Math.random().toString(36).slice(2)}`;
    this.questions = fields.map((asked, at) => new Question(asked, `${this.id}-${at}`, words));
    this.summary = element("div", { class: "cp-form-summary", role: "alert", tabindex: "-1", hidden: true });
    this.button = element("button", { type: "submit" }, words.run);
    this.status = element("p", { class: "cp-form-status", role: "status" });
    this.node = this.draw(title);
    this.node.addEventListener("submit", event => {
      event.preventDefault();
      void this.run();
    });
    this.node.addEventListener("keydown", event => this.pressed(event));
    place.append(this.node);
    this.hear = message => this.heard(message);
    model.on("msg:custom", this.hear);
    this.say({ kind: "ready" });
  }

  draw(title) {
    const heading = title ? [element("p", { class: "cp-form-title", id: `${this.id}-title` }, title)] : [];
    const named = title ? { "aria-labelledby": `${this.id}-title` } : { "aria-label": this.words.form };
    // JupyterLab's shortcuts would take single letters and arrows away from the fields.
    const own = { ...named, class: "cp-form", novalidate: true, autocomplete: "off", "data-lm-suppress-shortcuts": "true" };
    const nodes = this.questions.map(question => question.node);
    return element("form", own, ...heading, this.summary, ...nodes, this.button, this.status);
  }

  /** Keys are for the fields: notebooks would take arrows and Enter away. Enter in a field runs. */
  pressed(event) {
    event.stopPropagation();
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=file])")) return;
    event.preventDefault();
    this.node.requestSubmit();
  }

  say(words, buffers = []) {
    this.model.send({ view: this.id, ...words }, undefined, buffers);
  }

  async run() {
    const wrong = this.tooLarge();
    if (this.button.getAttribute("aria-disabled") || this.showWrong(wrong)) return;
    this.wait(true);
    for (const { asked, field } of this.questions) {
      const file = field.file?.();
      if (file) this.say({ kind: "file", name: asked.name, filename: file.name }, [await file.arrayBuffer()]);
    }
    const answers = Object.fromEntries(this.questions.map(({ asked, field }) => [asked.name, field.read()]));
    this.say({ kind: "run", answers });
  }

  /** Files that are larger than a connection takes are not even sent. */
  tooLarge() {
    const large = this.questions.filter(({ asked, field }) => (field.file?.()?.size ?? 0) > asked.largest * MEGABYTE);
    const sentence = ({ label, largest }) =>
      this.words.too_large.replace("{label}", label).replace("{largest}", String(largest));
    return Object.fromEntries(large.map(({ asked }) => [asked.name, sentence(asked)]));
  }

  wait(waiting) {
    window.clearTimeout(this.timer);
    // Disabling the button for real would take the focus away from people at a keyboard.
    if (waiting) this.button.setAttribute("aria-disabled", "true");
    else this.button.removeAttribute("aria-disabled");
    this.status.textContent = waiting ? this.words.waiting : "";
    if (waiting) this.timer = window.setTimeout(() => this.silent(), PATIENCE);
  }

  silent() {
    this.wait(false);
    this.status.textContent = this.words.silent;
  }

  heard(message) {
    if (message.view !== this.id) return;
    if (message.kind === "answers") {
      this.restore(message.answers);
      return;
    }
    this.wait(false);
    if (message.kind === "failed") this.showTrouble(element("p", {}, message.sentence));
    else if (!this.showWrong(message.wrong ?? {})) this.status.textContent = this.words[this.outcome(message)];
  }

  /** After a page is loaded again, the kernel knows what was answered before. */
  restore(answers) {
    for (const { asked, field, touched } of this.questions) {
      if (!touched && asked.name in answers) field.write(answers[asked.name]);
    }
  }

  /** Which words say what happened; the cells below are run by whoever shows the notebook, if anybody can. */
  outcome({ acted, application }) {
    if (acted) return "done";
    const asking = new CustomEvent(RUN_BELOW, { bubbles: true, cancelable: true });
    if (!this.node.dispatchEvent(asking)) return "below_runs";
    return application ? "answered" : "run_below";
  }

  /** Show what is wrong at the fields and above them, and lead there; answers whether anything is. */
  showWrong(wrong) {
    this.questions.forEach(question => question.tell(wrong[question.asked.name] ?? ""));
    const found = this.questions.filter(({ asked }) => asked.name in wrong);
    this.summary.hidden = true;
    if (found.length === 0) return false;
    const links = found.map(question => element("li", {}, this.link(question, wrong[question.asked.name])));
    this.showTrouble(element("p", {}, this.words.trouble), element("ul", {}, ...links));
    return true;
  }

  showTrouble(...nodes) {
    this.summary.replaceChildren(...nodes);
    this.summary.hidden = false;
    this.summary.focus();
  }

  link(question, sentence) {
    const link = element("a", { href: `#${question.field.focused.id}` }, sentence);
    link.addEventListener("click", event => {
      event.preventDefault();
      event.stopPropagation(); // Jupyter follows links within a page in its own way
      question.field.focused.focus();
    });
    return link;
  }

  dispose() {
    window.clearTimeout(this.timer);
    this.model.off("msg:custom", this.hear);
  }
}

export default {
  render({ model, el }) {
    const form = new Form(model, el);
    return () => form.dispose();
  }
};
