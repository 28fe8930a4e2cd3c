// Evaluates vectors with the browser's module: JSON on standard input, one outcome for each expression on standard output.
import { readFileSync } from "node:fs"
import { Scope, UNKNOWN } from "../../src/onlineamt/audiences/design/static/js/expressions.js"

function outcome(scope, activation, source) {
  let expression
  try {
    expression = scope.compile(source)
  } catch {
    return { is: "refused" }
  }
  try {
    const value = expression.evaluate(activation)
    return value === UNKNOWN ? { is: "unknown" } : { is: "value", value }
  } catch {
    return { is: "failed" }
  }
}

const files = JSON.parse(readFileSync(0, "utf8"))
const outcomes = files.map(({ scope: types, values, expressions }) => {
  const scope = new Scope(types)
  const activation = scope.activation(values)
  return expressions.map((source) => outcome(scope, activation, source))
})
process.stdout.write(JSON.stringify(outcomes, (_key, value) => (typeof value === "bigint" ? String(value) : value)))
