// A form is sent once: the second press does nothing, and the button says that the first one is on its way.

export function guardSubmits(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target
    if (form.method !== "post") return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = "yes"
    if (event.submitter) showSending(event.submitter)
  })
  // A page that comes back from the browser's memory may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of root.querySelectorAll("form[data-sent]")) release(form)
  })
}

function showSending(button) {
  const label = button.querySelector(".kern-label")
  if (!button.dataset.sending || !label) return
  button.dataset.label = label.textContent
  button.setAttribute("aria-disabled", "true")
  label.textContent = button.dataset.sending
}

function release(form) {
  delete form.dataset.sent
  for (const button of form.querySelectorAll("[data-label]")) {
    button.querySelector(".kern-label").textContent = button.dataset.label
    button.removeAttribute("aria-disabled")
    delete button.dataset.label
  }
}
