// A long list to choose from gets a box that shortens it. Nothing is chosen by typing; without the script the list is whole.

const WITHOUT_MARKS = /\p{Diacritic}/gu
const SPELLED_OUT = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" }

const plain = (text) => text.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(WITHOUT_MARKS, "").trim()
const spelledOut = (text) => plain(text.toLowerCase().replace(/[äöüß]/g, (letter) => SPELLED_OUT[letter]))

export function shortenList(list) {
  const all = [...list.options].map((option) => ({ option, words: `${plain(option.text)} ${spelledOut(option.text)}` }))
  const box = Object.assign(document.createElement("input"), {
    type: "search", id: `${list.id}-search`, className: "kern-form-input__input", autocomplete: "off", spellcheck: false,
  })
  const label = Object.assign(document.createElement("label"), { htmlFor: box.id, textContent: list.dataset.search })
  const line = Object.assign(document.createElement("p"), { className: "kern-hint" })
  line.setAttribute("role", "status")
  const part = Object.assign(document.createElement("div"), { className: "oa-listsearch" })
  part.append(label, box, line)
  list.parentElement.before(part)

  const fitting = () => all.filter(({ option, words }) => option.value && words.includes(plain(box.value)))
  const shorten = () => {
    const found = new Set(fitting().map(({ option }) => option))
    const chosen = list.selectedOptions[0]
    list.replaceChildren(...all.map(({ option }) => option).filter((option) => !option.value || option === chosen || found.has(option)))
    list.value = chosen?.value ?? ""
    line.textContent = plain(box.value) ? (found.size ? list.dataset.found : list.dataset.none).replace("{n}", found.size) : ""
  }
  box.addEventListener("input", (event) => {
    event.stopPropagation() // what is searched for is no answer, and nothing to save
    shorten()
  })
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    const found = fitting()
    if (found.length === 1) {
      list.value = found[0].option.value
      list.dispatchEvent(new Event("input", { bubbles: true }))
      list.dispatchEvent(new Event("change", { bubbles: true }))
    }
    list.focus()
  })
}
