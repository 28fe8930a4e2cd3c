// Decides pages with the browser's module: JSON on standard input, one outcome for each case on standard output.
import { readFileSync } from "node:fs"
import { Page } from "../../src/onlineamt/audiences/design/static/js/live.js"

function outcome({ plan, raw }) {
  const page = new Page(plan)
  const answers = page.answersOf((name) => raw[name] ?? [])
  return {
    hidden: [...page.hiddenFor(answers)].sort(),
    optional: Object.fromEntries(page.optionalFor(answers)),
    broken: Object.fromEntries(page.brokenFor(answers)),
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(outcome)))
