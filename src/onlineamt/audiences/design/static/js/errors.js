// The error summary takes the focus; its links put the cursor into the field, not only near it.

export function followErrors(root) {
  const summary = root.getElementById("errors")
  if (!summary) return
  // Browsers that know autofocus on any element have focused it by now.
  window.addEventListener("load", () => {
    if (root.activeElement !== summary) summary.focus()
  })
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']")
    const field = link && root.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (!field) return
    event.preventDefault()
    const words = field.closest("fieldset, .kern-form-input") ?? field
    words.scrollIntoView()
    field.focus({ preventScroll: true })
  })
}
