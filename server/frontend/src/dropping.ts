/** A file field that also takes dropped files and starts at once; without script it is a file field with a button. */
export function openDroppedFiles(root: Document): void {
  root.querySelectorAll<HTMLElement>("[data-drop]").forEach((zone) => {
    const field = zone.querySelector<HTMLInputElement>("input[type=file]");
    if (field?.form == null) return;
    const form = field.form;
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
    zone.addEventListener("dragleave", () => {
      zone.classList.remove("is-over");
    });
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      if (!event.dataTransfer?.files.length) return;
      field.files = event.dataTransfer.files;
      form.requestSubmit();
    });
    field.addEventListener("change", () => {
      if (field.files?.length) form.requestSubmit();
    });
  });
}
