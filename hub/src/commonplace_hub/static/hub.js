// The hub's pages work without this file; it shows progress and saves clicks.
"use strict";

const EASE = 0.04; // part of the way to the next known step, taken several times a second

function showProgress(address) {
  const bar = document.querySelector("progress");
  const message = document.getElementById("message");
  let next = 40;
  // between two events the bar creeps towards the next one, so that nobody thinks it hangs
  setInterval(() => {
    bar.value += (next - bar.value) * EASE;
  }, 100);
  const events = new EventSource(address);
  events.onmessage = (event) => {
    const step = JSON.parse(event.data);
    if (step.ready || step.failed) {
      events.close();
      // this same address now leads into Jupyter, or to the page that explains what happened
      window.location.reload();
      return;
    }
    bar.value = Math.max(bar.value, step.progress);
    next = Math.min(98, step.progress + 45);
    message.textContent = step.message;
  };
}

function endOnClick(button) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    document.getElementById("message").textContent = "Ending…";
    const headers = { "X-XSRFToken": button.dataset.xsrf };
    await fetch(button.dataset.end, { method: "DELETE", headers, credentials: "same-origin" });
    window.location.reload();
  });
}

const { progress, lookAgain } = document.body.dataset;
if (progress) {
  showProgress(progress);
}
if (lookAgain) {
  setTimeout(() => window.location.reload(), Number(lookAgain) * 1000);
}
document.querySelectorAll("button[data-end]").forEach(endOnClick);
