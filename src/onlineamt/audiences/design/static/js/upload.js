// A field for files: drop them, choose them, take a photo. Each goes up by itself, in parts, while the person types on.

import { Cancelled, Transfer, cutOff, forget } from "./transfer.js"

let queue = Promise.resolve() // one file of the page at a time: a telephone has one thin line
const waiting = new Set()
let held = null // the button that was pressed while files were on their way

class Upload extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".oa-filelist")
    this.say = this.appendChild(document.createElement("p"))
    this.say.className = "kern-sr-only"
    this.say.setAttribute("role", "status")
    this.buildPick()
    this.addEventListener("click", (event) => this.press(event))
    for (const cut of cutOff(this.dataset.url)) this.showCut(cut)
    this.closest("form")?.addEventListener("submit", holdSubmit)
    this.update()
  }

  part(name) {
    return this.querySelector(`template[data-part="${name}"]`).content.firstElementChild.cloneNode(true)
  }

  buildPick() {
    const field = this.dataset.field
    const old = document.getElementById(field)
    this.input = this.querySelector("input[type=file]") ?? document.createElement("input")
    const described = this.input.getAttribute("aria-describedby")
    this.drop = this.part("pick")
    ;(this.querySelector(".oa-pick") ?? old).replaceWith(this.drop)
    Object.assign(this.input, { type: "file", hidden: true, multiple: Number(this.dataset.most) > 1 })
    for (const name of ["id", "name", "aria-describedby"]) this.input.removeAttribute(name)
    this.drop.append(this.input)
    for (const act of ["pick", "photo"]) {
      const button = this.drop.querySelector(`[data-act=${act}]`)
      if (!button) continue
      button.querySelector(".kern-label").id = `${field}-${act}`
      button.setAttribute("aria-labelledby", `${field}-label ${field}-${act}`)
      if (described) button.setAttribute("aria-describedby", described)
    }
    this.button = this.drop.querySelector("[data-act=pick]")
    this.button.id = field
    this.input.addEventListener("change", () => this.take(this.input))
    this.dragging()
  }

  dragging() {
    const over = (is) => this.drop.classList.toggle("oa-drop--over", is)
    this.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files") || this.button.hidden) return
      event.preventDefault()
      over(true)
    })
    this.addEventListener("dragleave", (event) => {
      if (!this.contains(event.relatedTarget)) over(false)
    })
    this.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length || this.button.hidden) return
      event.preventDefault()
      over(false)
      for (const file of event.dataTransfer.files) this.send(file)
    })
  }

  press(event) {
    const button = event.target.closest("button")
    if (!button) return
    const act = button.dataset.act
    if (act === "pick") this.input.click()
    else if (act === "photo") this.takePhoto()
    else if (button.name === "_remove_file") {
      event.preventDefault()
      this.remove(button.closest(".oa-file"))
    }
  }

  takePhoto() {
    const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" })
    camera.setAttribute("capture", "environment")
    camera.addEventListener("change", () => this.take(camera))
    camera.click()
  }

  take(input) {
    const files = [...input.files]
    input.value = ""
    for (const file of files) this.send(file)
  }

  send(file) {
    for (const row of this.list.querySelectorAll(".oa-file--cut")) if (row.dataset.name === file.name) row.remove()
    const row = this.sendingRow(file.name)
    this.list.append(row)
    this.update()
    this.start(file, row)
  }

  sendingRow(name) {
    const row = this.part("sending")
    row.querySelector("[data-name]").textContent = name
    for (const of of row.querySelectorAll("[data-of]")) of.textContent = `: ${name}`
    row.querySelector("progress").setAttribute("aria-label", name)
    return row
  }

  start(file, row) {
    if (file.size > Number(this.dataset.mostBytes)) return this.fail(row, this.dataset.tooLarge)
    if (this.isFull(row)) return this.fail(row, this.dataset.full)
    const transfer = new Transfer(file, this.dataset.url, (state, share) => this.show(row, state, share))
    this.show(row, "waiting")
    this.acts(row, { cancel: () => { transfer.cancel(); this.drop_(row) }, again: null })
    waiting.add(transfer)
    const run = () => (transfer.isCancelled ? null : transfer.run())
    queue = queue.then(run).then(
      (kept) => kept && this.keep(row, kept),
      (failure) => this.failed(file, row, failure),
    ).finally(() => {
      waiting.delete(transfer)
      releaseSubmit(this)
    })
  }

  failed(file, row, failure) {
    if (failure instanceof Cancelled) return
    this.fail(row, failure.message || this.dataset.failed)
    if (!failure.message) {
      this.acts(row, { cancel: () => this.drop_(row), again: () => {
        row.classList.remove("oa-file--failed")
        this.start(file, row)
      } })
    }
  }

  fail(row, words) {
    row.classList.add("oa-file--failed")
    row.querySelector("[data-state]").textContent = words
    this.acts(row, { cancel: () => this.drop_(row), again: null })
    row.querySelector("[data-act=cancel] .kern-label").firstChild.textContent = this.removeWord()
    this.tell(`${row.querySelector("[data-name]").textContent}: ${words}`)
    this.update()
  }

  removeWord() {
    return this.part("row").querySelector(".kern-label").firstChild.textContent
  }

  acts(row, { cancel, again }) {
    const [retry, stop] = ["again", "cancel"].map((act) => row.querySelector(`[data-act=${act}]`))
    stop.onclick = cancel
    retry.hidden = !again
    retry.onclick = again
  }

  show(row, state, share = 0) {
    const percent = Math.floor(share * 100)
    const words = this.dataset[state].replace("{n}", percent)
    const line = row.querySelector("[data-state]")
    if (state === "broken" && line.textContent !== words) this.tell(words)
    line.textContent = words
    row.dataset.state = state
    const bar = row.querySelector("progress")
    if (state === "checking") bar.removeAttribute("value")
    else if (state === "sending") bar.value = percent
  }

  keep(row, kept) {
    const made = this.keptRow(kept)
    const hadFocus = row.contains(document.activeElement)
    row.replaceWith(made)
    if (hadFocus) made.querySelector("button").focus()
    this.tell(this.dataset.done.replace("{name}", kept.name))
    this.update()
  }

  keptRow(kept) {
    const row = this.part("row")
    const link = row.querySelector("a")
    row.dataset.id = kept.id
    link.href = kept.url
    link.prepend(kept.name)
    row.querySelector(".oa-file__size").textContent = kept.size
    row.querySelector("button").value = kept.value
    row.querySelector("button .kern-sr-only").textContent = `: ${kept.name}`
    return row
  }

  async remove(row) {
    const name = row.querySelector("a").firstChild.textContent
    if (!(await this.ask(`${row.dataset.id}/entfernen`))) return
    const gone = this.part("removed")
    gone.dataset.id = row.dataset.id
    gone.querySelector(".oa-file__name").textContent = this.dataset.removed.replace("{name}", name)
    const undo = gone.querySelector("button")
    undo.onclick = () => this.restore(gone)
    for (const old of this.list.querySelectorAll(".oa-file--removed")) old.remove()
    row.replaceWith(gone)
    undo.focus()
    this.tell(this.dataset.removed.replace("{name}", name))
    this.update()
  }

  async restore(gone) {
    const answer = await this.ask(`${gone.dataset.id}/zurueck`)
    if (answer) this.keep(gone, answer.file)
  }

  async ask(path) {
    try {
      const answer = await fetch(`${this.dataset.url}/${path}`, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(),
      })
      const said = await answer.json()
      if (answer.ok) return said
      this.tell(said.error)
    } catch {
      this.tell(this.dataset.failed)
    }
    return null
  }

  showCut(cut) {
    const row = this.sendingRow(cut.name)
    row.dataset.name = cut.name
    this.list.append(row)
    this.fail(row, this.dataset.cut)
    row.classList.add("oa-file--cut")
    row.querySelector("[data-act=cancel]").onclick = () => {
      forget(this.dataset.url, cut)
      this.drop_(row)
    }
  }

  drop_(row) {
    row.remove()
    this.update()
    this.button.focus()
  }

  isFull(without = null) {
    const rows = [...this.list.children].filter(
      (row) => row !== without && !row.matches(".oa-file--removed, .oa-file--failed"),
    )
    return rows.length >= Number(this.dataset.most)
  }

  update() {
    this.list.hidden = !this.list.children.length
    const isFull = this.isFull()
    const words = this.drop.querySelector(".oa-drop__full")
    words.hidden = !isFull
    words.textContent = isFull ? this.dataset.full : ""
    for (const part of this.drop.children) if (part !== words && part !== this.input) part.hidden = isFull
  }

  tell(words) {
    this.say.textContent = words
  }
}

// Whoever goes on while files are on their way goes on when they are there.
function holdSubmit(event) {
  if (!waiting.size) return
  event.preventDefault()
  event.stopImmediatePropagation()
  held = { form: event.currentTarget, button: event.submitter }
  for (const one of document.querySelectorAll("oa-upload")) one.tell(one.dataset.hold)
  const line = event.currentTarget.querySelector("[data-saved]")
  const upload = event.currentTarget.querySelector("oa-upload")
  if (line && upload) line.textContent = upload.dataset.hold
}

function releaseSubmit(upload) {
  if (waiting.size || !held) return
  const { form, button } = held
  held = null
  if (form.querySelector(".oa-file--failed")) {
    form.querySelector(".oa-file--failed").scrollIntoView({ block: "center" })
    return
  }
  form.requestSubmit(button ?? undefined)
}

export function defineUpload() {
  customElements.define("oa-upload", Upload)
}
