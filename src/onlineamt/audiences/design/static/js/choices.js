// "None of these" and the other boxes exclude each other; the server checks the same.

export function clearExclusives(root) {
  root.addEventListener("change", (event) => {
    const box = event.target
    if (box.type !== "checkbox" || !box.checked || !box.form) return
    for (const other of box.form.querySelectorAll(`[name="${CSS.escape(box.name)}"]`)) {
      if (other !== box && "exclusive" in other.dataset !== "exclusive" in box.dataset) other.checked = false
    }
  })
}
