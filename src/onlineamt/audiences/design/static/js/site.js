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

if (document.querySelector("oa-upload")) defineUpload()
guardSubmits(document)
followErrors(document)
for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form)
for (const box of document.querySelectorAll("[data-counter]")) countCharacters(box)
for (const button of document.querySelectorAll("[data-copy]")) offerCopies(button)
clearExclusives(document)
for (const list of document.querySelectorAll("select[data-search]")) shortenList(list)
for (const part of document.querySelectorAll("[data-awaits]")) awaitPart(part)
