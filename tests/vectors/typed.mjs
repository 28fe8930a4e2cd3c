// Reads what is typed with the browser's module: JSON on standard input, one value for each input on standard output.
import { readFileSync } from "node:fs"
import { readAnswer, UNREAD } from "../../src/onlineamt/audiences/design/static/js/answers.js"

const outcome = ({ how, raw }) => {
  const value = readAnswer(how, (name) => raw[name] ?? [])
  return value === UNREAD ? { is: "unread" } : { is: "value", value }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(outcome)))
