// Decides at once what the server decides when the page is sent: which questions of the page are asked, which must be
// answered, and what of it cannot be right. The server wrote the conditions into `data-live` (engine/live.py) and stays
// the authority: what cannot be decided here stays as it came.
import { Scope, UNKNOWN } from "./expressions.js"
import { readAnswer, UNREAD } from "./answers.js"

export function decideLive(form, enhance) {
  const plan = JSON.parse(form.dataset.live)
  let page
  try {
    page = new Page(plan)
  } catch {
    return // an expression this browser cannot read: questions come when the page is sent
  }
  const show = () => {
    const data = new FormData(form)
    const answers = page.answersOf((name) => data.getAll(name).filter((value) => typeof value === "string"))
    showQuestions(form, page.hiddenFor(answers), enhance)
    markOptional(form, page.optionalFor(answers))
    return answers
  }
  form.addEventListener("input", () => {
    showErrors(form, page.brokenFor(show()), { onlyClear: true })
  })
  form.addEventListener("change", () => {
    showErrors(form, page.brokenFor(show()), { onlyClear: false })
  })
  window.addEventListener("pageshow", show) // what the browser filled in again counts too
  show()
}

// What is decided on a page, apart from how it looks. `raw(name)` are the values of an input.
export class Page {
  #scope
  #plan
  #steps
  #required
  #checks

  constructor(plan) {
    this.#plan = plan
    this.#scope = new Scope(plan.scope)
    this.#steps = plan.steps.map((step) => ({ ...step, expression: this.#scope.compile(step.condition) }))
    this.#required = Object.entries(plan.required).map(([id, source]) => [id, this.#scope.compile(source)])
    this.#checks = plan.checks.map((check) => ({ ...check, expression: this.#scope.compile(check.condition) }))
  }

  // All values that can be known now, and the questions that are not asked.
  answersOf(raw) {
    const values = { ...this.#plan.values }
    for (const [id, how] of Object.entries(this.#plan.reads)) {
      const answer = readAnswer(how, raw)
      if (answer === UNREAD) continue
      if (answer !== null) values[id] = answer
      else if ("blank" in how) values[id] = how.blank // asked before and left empty; else it is not known yet
    }
    return this.#walk(values)
  }

  #walk(values) {
    const hidden = new Set()
    const skipped = new Set()
    for (const { node, parent, computes, hides = [], expression } of this.#steps) {
      if (skipped.has(parent)) {
        skipped.add(node)
        continue
      }
      const result = this.#evaluate(expression, values)
      if (computes) {
        if (result === UNKNOWN) delete values[computes]
        else values[computes] = result
      } else if (result !== true) {
        skipped.add(node)
        for (const id of hides) this.#hide(id, values, hidden, result === false)
      }
    }
    return { values, hidden }
  }

  #hide(id, values, hidden, isCertain) {
    hidden.add(id)
    delete values[id]
    if (isCertain && id in this.#plan.reads) values[id] = null
  }

  hiddenFor({ hidden }) {
    return hidden
  }

  // Duty to answer: only a condition that is certainly not met lifts it.
  optionalFor({ values }) {
    return new Map(this.#required.map(([id, expression]) => [id, this.#evaluate(expression, values) === false]))
  }

  // Messages by field; a check that hangs on what is not known yet says nothing.
  brokenFor({ values, hidden }) {
    const messages = new Map()
    for (const { owner, expression, broken, fields, message } of this.#checks) {
      const isBroken = !hidden.has(owner) && this.#evaluate(expression, values) === broken
      for (const id of fields) if (isBroken && !hidden.has(id) && !messages.has(id)) messages.set(id, message)
    }
    return messages
  }

  #evaluate(expression, values) {
    try {
      return expression.evaluate(this.#scope.activation(values))
    } catch {
      return UNKNOWN // an expression without a value decides nothing
    }
  }
}

function showQuestions(form, hidden, enhance) {
  for (const place of form.querySelectorAll("[data-live]")) {
    place.hidden = hidden.has(place.dataset.live)
    const held = place.querySelector(":scope > template")
    if (place.hidden || !held) continue
    place.replaceChildren(held.content)
    enhance(place)
  }
  for (const group of form.querySelectorAll("[data-live-group]")) {
    group.hidden = !group.querySelector(":scope > .oa-group__body > :not([hidden])")
  }
}

function markOptional(form, optional) {
  for (const mark of form.querySelectorAll("[data-optional]")) {
    if (optional.has(mark.dataset.optional)) mark.hidden = !optional.get(mark.dataset.optional)
  }
}

function showErrors(form, messages, { onlyClear }) {
  for (const shown of form.querySelectorAll("[data-live-error]")) {
    if (!messages.has(shown.dataset.liveError)) removeError(form, shown)
  }
  if (onlyClear) return
  for (const [id, message] of messages) {
    const isThere = form.querySelector(`[id="${CSS.escape(`${id}-error`)}"]`)
    if (!isThere) addError(form, id, message)
  }
}

function addError(form, id, message) {
  const box = form.querySelector(`[name="${CSS.escape(id)}"], [name^="${CSS.escape(id)}."]`)
  const question = box?.closest(".kern-form-input, .kern-fieldset")
  const pattern = form.querySelector("template[data-error]")
  if (!question || !pattern) return
  const error = pattern.content.firstElementChild.cloneNode(true)
  error.id = `${id}-error`
  error.dataset.liveError = id
  error.querySelector("[data-words]").textContent = message
  const words = question.querySelector(":scope > .kern-hint") ?? question.querySelector(":scope > label, :scope > legend")
  if (words) words.after(error)
  else question.prepend(error)
  mark(question, box, error.id, true)
}

function removeError(form, error) {
  const question = error.closest(".kern-form-input, .kern-fieldset")
  error.remove()
  mark(question, question.querySelector("input, select, textarea"), error.id, false)
}

// The words belong to the question: to the group of boxes where there are several, else to the box.
function mark(question, box, errorId, isWrong) {
  const isGroup = question.matches("fieldset")
  const owner = isGroup ? question : box
  const said = new Set((owner.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean))
  if (isWrong) said.add(errorId)
  else said.delete(errorId)
  if (said.size) owner.setAttribute("aria-describedby", [...said].join(" "))
  else owner.removeAttribute("aria-describedby")
  question.classList.toggle(isGroup ? "kern-fieldset--error" : "kern-form-input--error", isWrong)
  if (isGroup) return
  box.classList.toggle(`${box.matches("select") ? "kern-form-input__select" : "kern-form-input__input"}--error`, isWrong)
  if (isWrong) box.setAttribute("aria-invalid", "true")
  else box.removeAttribute("aria-invalid")
}
