// What every page loads. Each part looks for its own elements and leaves all others alone; without it, pages work.
import { guardSubmits } from "./submit.js"
import { followErrors } from "./errors.js"
import { autosave } from "./autosave.js"
import { countCharacters } from "./counter.js"
import { offerCopies } from "./copy.js"
import { clearExclusives } from "./choices.js"
import { awaitPart } from "./awaited.js"
import { defineUpload } from "./upload.js"
import { shortenList } from "./lists.js"

function enhance(part) {
  for (const box of part.querySelectorAll("[data-counter]")) countCharacters(box)
  for (const list of part.querySelectorAll("select[data-search]")) shortenList(list)
}

if (document.querySelector("oa-upload")) defineUpload()
enhance(document)
guardSubmits(document)
followErrors(document)
for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form)
for (const button of document.querySelectorAll("[data-copy]")) offerCopies(button)
clearExclusives(document)
for (const part of document.querySelectorAll("[data-awaits]")) awaitPart(part)
// Most pages have no conditions, and need not load what evaluates them. Where it cannot be loaded, questions come when the
// page is sent.
for (const form of document.querySelectorAll("form[data-live]")) {
  import("./live.js").then(({ decideLive }) => decideLive(form, enhance), () => {})
}
