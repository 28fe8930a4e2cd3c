// Saves while the person types. The server answers {"saved": "Gespeichert um 22:41 Uhr", "seen": "…"} in the language
// of the page; `seen` stands for what is stored now, so that this window does not take its own saving for another's;
// `computed` are the values that follow from the answers, by field.

const PAUSE = 1000
const RETRY = 8000

export function autosave(form) {
  const line = form.querySelector("[data-saved]")
  let timer = 0
  let isDirty = false

  const show = (state, text) => {
    if (!line) return
    line.dataset.state = state
    line.textContent = text
  }
  const later = (pause) => {
    clearTimeout(timer)
    timer = setTimeout(save, pause)
  }
  async function save() {
    isDirty = false
    show("saving", line?.dataset.saving ?? "")
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
      })
      if (!answer.ok) throw new Error(answer.statusText)
      const { saved, seen, computed = {} } = await answer.json()
      if (form.elements._seen) form.elements._seen.value = seen
      for (const [id, text] of Object.entries(computed)) tell(form, id, text)
      show("saved", saved)
    } catch {
      isDirty = true
      show("failed", line?.dataset.failed ?? "")
      later(RETRY)
    }
  }

  form.addEventListener("input", () => {
    isDirty = true
    later(PAUSE)
  })
  form.addEventListener("submit", () => {
    isDirty = false
    clearTimeout(timer)
  })
  // Whoever closes the page in the middle of a word keeps the word.
  window.addEventListener("pagehide", () => {
    if (isDirty) navigator.sendBeacon(form.dataset.autosave, new URLSearchParams(new FormData(form)))
  })
}

function tell(form, id, text) {
  const place = form.querySelector(`[data-computed="${CSS.escape(id)}"]`)
  if (!place || place.textContent === text) return
  place.textContent = text
  place.parentElement.hidden = !text
}
