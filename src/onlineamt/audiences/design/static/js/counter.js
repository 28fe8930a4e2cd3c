// Says how many characters are left; a screen reader hears it when the typing pauses.

const PAUSE = 1000

export function countCharacters(box) {
  const line = document.querySelector(`[data-counter-for="${CSS.escape(box.id)}"]`)
  if (!line) return
  const spoken = document.createElement("p")
  spoken.className = "kern-sr-only"
  spoken.setAttribute("role", "status")
  line.after(spoken)
  let timer = 0

  const show = () => {
    const left = Number(box.dataset.counter) - [...box.value].length
    line.classList.toggle("oa-counter--over", left < 0)
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", Math.abs(left))
  }
  box.addEventListener("input", () => {
    show()
    clearTimeout(timer)
    timer = setTimeout(() => { spoken.textContent = line.textContent }, PAUSE)
  })
  show()
}
