// A part of the page that is not ready yet, such as a receipt: asks again and puts the new part in its place. The rest
// of the page and the focus stay where they are.

const PAUSE = 2000
const TRIES = 30

export function awaitPart(part, tries = TRIES) {
  if (tries === 0) return
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } })
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      const fresh = page.getElementById(part.id)
      if (fresh && !fresh.hasAttribute("data-awaits")) return part.replaceWith(fresh)
    } catch {
      // The line is away; the next try may find it again.
    }
    awaitPart(part, tries - 1)
  }, PAUSE)
}
