// Evaluates the conditions and checks of a form in the browser, as procedure/forms/engine/expressions does on the
// server, which stays the authority: an expression comes here only after it was checked there. Both run
// tests/vectors. A missing answer makes UNKNOWN, which is neither true nor false.
import { Environment } from "@marcbachmann/cel-js"

export const UNKNOWN = Symbol("unknown")

// An expression that has no value for these answers: division by zero, overflow.
export class ExpressionFailed extends Error {}

const ASKED = "__asked"
const MISSING_CODE = "no_such_key"
const DATE = "google.protobuf.Timestamp"
const DAY = 86_400_000
const LARGEST = 2n ** 63n - 1n
const LIMITS = { maxAstNodes: 2000, maxDepth: 40 }
// Everything in quotes, and the macro `has`, which must know "left blank" from "not asked yet".
const QUOTED_OR_HAS = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<![\w.])has(?=\s*\()/g

class DateFunctions {}
class TimeFunctions {}
class NumberFunctions {}

export class Scope {
  #environment = new Environment({ limits: LIMITS })
  #areas

  // `types`: what the server says about each area, as {hund: {name: "string", seit: "date", arten: ["string"]}}.
  constructor(types) {
    registerFunctions(this.#environment)
    this.#environment.registerFunction("answered(ast): bool", expandAnswered)
    this.#environment.registerVariable("today", DATE)
    this.#areas = new Map(Object.entries(types).map(([area, fields]) => {
      const record = new RecordType(this.#environment, `scope_${area}`, fields)
      this.#environment.registerVariable(area, record.name)
      return [area, record]
    }))
  }

  compile(source) {
    const renamed = source.replace(QUOTED_OR_HAS, (found) => (found === "has" ? "answered" : found))
    const program = this.#environment.parse(renamed)
    const checked = program.check()
    if (!checked.valid) throw checked.error
    return new Expression(source, program)
  }

  // Values by field. null: left blank; missing: not asked yet. Dates as 2026-03-20, numbers as number or string.
  activation(values) {
    const context = {}
    for (const [area, record] of this.#areas) context[area] = record.create()
    for (const [path, value] of Object.entries(values)) {
      if (path === "today") context.today = toDate(value)
      else {
        const [area, name] = path.split(".")
        this.#areas.get(area).write(context[area], name, value)
      }
    }
    return context
  }
}

class Expression {
  #program

  constructor(source, program) {
    this.source = source
    this.#program = program
  }

  evaluate(activation) {
    try {
      return toPlain(this.#program(activation))
    } catch (error) {
      if (error.code === MISSING_CODE || error.code === "unknown_variable") return UNKNOWN
      throw new ExpressionFailed(`${this.source}: ${error.summary ?? error.message}`)
    }
  }
}

// Named values: an area of the form, or an entry of a repeated group.
class RecordType {
  #class
  #fields

  constructor(environment, name, fields) {
    this.name = name
    this.#class = { [name]: class {} }[name]
    this.#fields = new Map(Object.entries(fields).map(([field, type]) => {
      return [field, new FieldType(environment, `${name}_${field}`, type)]
    }))
    const declared = [...this.#fields].map(([field, type]) => [field, type.name])
    environment.registerType(name, { ctor: this.#class, fields: Object.fromEntries(declared) })
  }

  create(values = {}) {
    const record = new this.#class()
    for (const [field, value] of Object.entries(values)) this.write(record, field, value)
    return record
  }

  write(record, field, value) {
    const type = this.#fields.get(field)
    record[field + ASKED] = true
    if (value !== null) record[field] = type.read(value)
  }
}

class FieldType {
  constructor(environment, name, type) {
    if (Array.isArray(type)) {
      const item = new FieldType(environment, name, type[0])
      this.name = `list<${item.name}>`
      this.read = (values) => values.map(item.read)
    } else if (typeof type === "object") {
      const record = new RecordType(environment, name, type)
      this.name = record.name
      this.read = (values) => record.create(values)
    } else {
      this.name = type === "date" ? DATE : type
      this.read = { date: toDate, int: BigInt }[type] ?? ((value) => value)
    }
  }
}

// has(a.b): there is an answer. False only if it is known that there is none.
function expandAnswered({ args: [field] }) {
  return {
    typeCheck(checker, _macro, context) {
      if (field.op !== ".") throw checker.createError("invalid_macro_argument", "has() takes a field", field)
      checker.check(field, context)
      return checker.getType("bool")
    },
    evaluate(evaluator, _macro, context) {
      const [owner, name] = field.args
      const record = evaluator.run(owner, context)
      const value = record[name]
      if (Array.isArray(value) ? value.length > 0 : value !== undefined) return true
      if (record[name + ASKED]) return false
      return evaluator.run(field, context)
    },
  }
}

function registerFunctions(environment) {
  const namespaces = [
    ["date", DateFunctions, DATE_FUNCTIONS],
    ["time", TimeFunctions, TIME_FUNCTIONS],
    ["number", NumberFunctions, NUMBER_FUNCTIONS],
  ]
  for (const [namespace, owner, functions] of namespaces) {
    environment.registerType(owner.name, owner)
    environment.registerConstant(namespace, owner.name, new owner())
    for (const [signature, run] of Object.entries(functions)) {
      const declared = signature.replaceAll("date", DATE)
      environment.registerFunction(`${owner.name}.${declared}`, (_namespace, ...args) => run(...args))
    }
  }
}

const year = (day) => day.getUTCFullYear()
const month = (day) => day.getUTCMonth() + 1
const dayOfMonth = (day) => day.getUTCDate()

function monthsBetween(start, end) {
  if (end < start) return -monthsBetween(end, start)
  return (year(end) - year(start)) * 12 + month(end) - month(start) - (dayOfMonth(end) < dayOfMonth(start) ? 1 : 0)
}

// A shorter month ends earlier: 31 January and a month is 28 February (§ 188 Abs. 3 BGB).
function plusMonths(day, months) {
  const first = makeDate(year(day), month(day) - 1 + Number(months), 1)
  const last = makeDate(year(first), month(first), 0)
  return makeDate(year(first), month(first) - 1, Math.min(dayOfMonth(day), dayOfMonth(last)))
}

const MOMENT = /^(?:\d{4}-\d\d-\d\dT)?([01]\d|2[0-3]):([0-5]\d)$/

function minutes(text) {
  const found = MOMENT.exec(text)
  if (!found) throw new RangeError(`no such time: ${text}`)
  return 60n * BigInt(found[1]) + BigInt(found[2])
}

function dayOfMoment(text) {
  const [day, time = ""] = text.split("T")
  minutes(time)
  return toDate(day)
}

function minutesBetween(start, end) {
  if (start.includes("T") !== end.includes("T")) throw new RangeError("a time of day and a moment")
  const days = start.includes("T") ? BigInt((dayOfMoment(end) - dayOfMoment(start)) / DAY) : 0n
  return 1440n * days + minutes(end) - minutes(start)
}

const firstOfMonth = (day) => makeDate(year(day), month(day) - 1, 1)

const DATE_FUNCTIONS = {
  "of(string): date": toDate,
  "year(date): int": (day) => BigInt(year(day)),
  "month(date): int": (day) => BigInt(month(day)),
  "day(date): int": (day) => BigInt(dayOfMonth(day)),
  "weekday(date): int": (day) => BigInt(day.getUTCDay() || 7),
  "month_after(date): int": (day) => BigInt(month(day) + 1),
  "years_between(date, date): int": (start, end) => BigInt(Math.trunc(monthsBetween(start, end) / 12)),
  "months_between(date, date): int": (start, end) => BigInt(monthsBetween(start, end)),
  "days_between(date, date): int": (start, end) => BigInt((end - start) / DAY),
  "plus_days(date, int): date": (day, days) => inRange(new Date(day.getTime() + Number(days) * DAY)),
  "plus_months(date, int): date": plusMonths,
  "plus_years(date, int): date": (day, years) => plusMonths(day, years * 12n),
  "first_of_month(date): date": firstOfMonth,
  "first_of_next_month(date): date": (day) => plusMonths(firstOfMonth(day), 1n),
  "last_of_month(date): date": (day) => makeDate(year(day), month(day), 0),
}

const TIME_FUNCTIONS = {
  "minutes(string): int": minutes,
  "day(string): date": dayOfMoment,
  "minutes_between(string, string): int": minutesBetween,
}

const NUMBER_FUNCTIONS = {
  "divide_down(int, int): int": divideDown,
  "divide_up(int, int): int": (amount, by) => -divideDown(-amount, by),
  "divide_half_up(int, int): int": divideHalfUp,
  "min(int, int): int": (a, b) => (a < b ? a : b),
  "max(int, int): int": (a, b) => (a > b ? a : b),
}

function divideDown(amount, by) {
  const quotient = amount / by
  return amount % by !== 0n && amount < 0n !== by < 0n ? quotient - 1n : quotient
}

function divideHalfUp(amount, by) {
  const [size, unit] = [absolute(amount), absolute(by)]
  const rounded = size / unit + (2n * (size % unit) >= unit ? 1n : 0n)
  return amount < 0n === by < 0n ? rounded : -rounded
}

const absolute = (value) => (value < 0n ? -value : value)

function makeDate(fullYear, monthIndex, day) {
  const made = new Date(0)
  made.setUTCFullYear(fullYear, monthIndex, day)
  return inRange(made)
}

function toDate(text) {
  const made = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN)
  if (inRange(made).toISOString().slice(0, 10) !== text) throw new RangeError(`no such day: ${text}`)
  return made
}

function inRange(day) {
  const inside = year(day) >= 1 && year(day) <= 9999
  if (!inside) throw new RangeError("a date outside the years 1 to 9999")
  return day
}

function toPlain(value) {
  if (Array.isArray(value)) return value.map(toPlain)
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === "bigint" && (value > LARGEST || value < -LARGEST - 1n)) throw new RangeError("integer overflow")
  return value
}
