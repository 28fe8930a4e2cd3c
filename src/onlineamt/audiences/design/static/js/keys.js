// Keyboard shortcuts of the back office: j and k walk through a list, g and a letter lead to a room, / to the filter,
// ? to the list of all keys. On a case a letter presses what carries it as data-key. They rest while a field has the cursor, and can be switched off (WCAG 2.1.4).
const SWITCH = "oa-keys"
const WAIT = 1500 // milliseconds that g waits for its letter

let waitsUntil = 0

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(document.activeElement)) return document.activeElement.blur()
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || isOff()) return
  if (act(event.key, Date.now())) event.preventDefault()
})

offerSwitch(document.querySelector("[data-keys-switch]"))

function act(key, at) {
  const waits = at < waitsUntil
  waitsUntil = 0
  if (waits) return go(`[data-go="${CSS.escape(key)}"]`)
  if (key === "g") return Boolean((waitsUntil = at + WAIT))
  if (key === "j") return walk(1)
  if (key === "k") return walk(-1)
  if (key === "/") return focus(document.querySelector("[data-filter]"))
  if (key === "?") return go("[data-keys-help]")
  return go(`[data-key="${CSS.escape(key)}"]`)
}

// Lines of a list carry data-line on the link or button that opens them; Enter is the browser's own.
function walk(by) {
  const lines = [...document.querySelectorAll("[data-line]")].filter((line) => line.offsetParent)
  if (!lines.length) return false
  const here = lines.indexOf(document.activeElement)
  const next = here < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(Math.max(here + by, 0), lines.length - 1)
  return focus(lines[next])
}

function go(selector) {
  const link = document.querySelector(selector)
  if (link) link.click()
  return Boolean(link)
}

function focus(element) {
  if (!element) return false
  element.focus()
  element.scrollIntoView({ block: "nearest" })
  return true
}

function isTyping(element) {
  return element instanceof HTMLElement && element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
}

function isOff() {
  return localStorage.getItem(SWITCH) === "off"
}

function offerSwitch(place) {
  if (!place) return
  const button = place.querySelector("button")
  const show = () => (button.querySelector(".kern-label").textContent = isOff() ? button.dataset.on : button.dataset.off)
  button.addEventListener("click", () => {
    localStorage.setItem(SWITCH, isOff() ? "on" : "off")
    show()
  })
  show()
  place.hidden = false
}
