// Copies a reference number. The button is there only where copying works.

export function offerCopies(button) {
  const source = document.getElementById(button.dataset.copy)
  const label = button.querySelector(".kern-label")
  if (!source || !navigator.clipboard) return
  button.hidden = false
  label.setAttribute("role", "status")
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim())
    label.textContent = button.dataset.copied
  })
}
