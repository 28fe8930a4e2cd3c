// Reads what is typed as the kinds of fields on the server do (procedure/forms/engine/kinds), so that conditions can be
// decided before anything is sent. Both read tests/vectors/typed.yaml. `raw(name)` are the values of an input.

export const UNREAD = Symbol("unread")

// Returns a value as the module expressions.js takes it; null: nothing is typed; UNREAD: the server will say what is wrong.
export function readAnswer(how, raw) {
  return READERS[how.as](how, raw)
}

const MONTHS = [
  ["jan", "jän"], ["feb"], ["mär", "mar"], ["apr"], ["mai", "may"], ["jun"], ["jul"], ["aug"], ["sep"],
  ["okt", "oct"], ["nov"], ["dez", "dec"],
]
const FIRST_YEAR = 1000
const UNSEEN = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g
const WHOLE = /^(?<day>\d{1,2})[.\-/ ]+(?<month>\d{1,2}|\p{L}+)[.\-/ ]+(?<year>\d+)$/u
const ISO = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/
const NUMBER = /^[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d*)?$/
const NUMBER_WITH_POINT = /^[+-]?\d+\.(\d{1,2}|\d{4,})$/
const CURRENCY = /\s*(€|euro|eur)\s*/i
const NO_CENTS = /,\s*[-–—]+$/
const TIME = /^(?:([0-9]{1,2})(?:\s?[:. ]\s?([0-9]{2}))?|([0-9]{2})([0-9]{2}))$/
const O_CLOCK = /\s*(?:uhr|h)\s*/g

const READERS = { text, truth, codes, number, money, date, time, date_time: dateTime }

const typed = (raw, name) => (raw(name).at(-1) ?? "").normalize("NFC").replace(UNSEEN, "").trim()
const line = (raw, name) => typed(raw, name).replace(/\s+/g, " ")
const code = (raw, name) => line(raw, name).normalize("NFKC").trim()

function text({ inputs }, raw) {
  return line(raw, inputs[0]) || null
}

function truth({ inputs }, raw) {
  return { true: true, false: false, "": null }[typed(raw, inputs[0])] ?? null
}

function codes({ inputs }, raw) {
  const chosen = raw(inputs[0]).filter(Boolean)
  return chosen.length ? chosen : null
}

function number({ inputs, places, unit = "" }, raw) {
  const written = code(raw, inputs[0])
  return written ? counted(written, places, unit) : null
}

function money({ inputs, places }, raw) {
  const written = code(raw, inputs[0])
  return written ? counted(written.replace(CURRENCY, "").replace(NO_CENTS, ""), places, "") : null
}

// A number is counted in its last place, so that nothing is rounded.
function counted(written, places, unit) {
  let plain = written.replace(/[−–]/g, "-")
  const measure = unit.normalize("NFKC")
  if (measure && plain.endsWith(measure)) plain = plain.slice(0, -measure.length)
  plain = plain.replace(/[ \u202f]/g, "")
  if (NUMBER.test(plain)) plain = plain.replaceAll(".", "").replace(",", ".")
  else if (!NUMBER_WITH_POINT.test(plain)) return UNREAD
  const [, sign, whole, rest] = /^([+-]?)(\d+)\.?(\d*)$/.exec(plain)
  const digits = rest.replace(/0+$/, "")
  if (digits.length > places) return UNREAD
  return String(BigInt(`${sign === "-" ? "-" : ""}${whole}${digits.padEnd(places, "0")}`))
}

function date({ inputs, last_year: lastYear }, raw) {
  let [day, month, year] = inputs.slice(0, 3).map((name) => code(raw, name).replace(/\.+$/, ""))
  if (!day && !month && !year) return null
  const found = month || year ? null : WHOLE.exec(day) ?? ISO.exec(day)
  if (found) ({ day, month, year } = found.groups)
  return madeOf(wholeNumber(day, 31), monthOf(month), yearOf(year, lastYear))
}

function madeOf(day, month, year) {
  if (!day || !month || !year) return UNREAD
  const made = new Date(Date.UTC(year, month - 1, day))
  return made.getUTCMonth() === month - 1 ? made.toISOString().slice(0, 10) : UNREAD
}

const wholeNumber = (written, largest) => {
  return /^[0-9]{1,2}$/.test(written) && Number(written) >= 1 && Number(written) <= largest ? Number(written) : 0
}

function monthOf(written) {
  const named = MONTHS.findIndex((names) => names.some((name) => written.toLowerCase().startsWith(name)))
  return named >= 0 ? named + 1 : wholeNumber(written, 12)
}

// Two digits mean the latest such year that the field allows.
function yearOf(written, lastYear) {
  if (/^[0-9]{2}$/.test(written)) return lastYear - ((((lastYear - Number(written)) % 100) + 100) % 100)
  return /^[0-9]{4}$/.test(written) && Number(written) >= FIRST_YEAR ? Number(written) : 0
}

function time({ inputs }, raw) {
  const written = code(raw, inputs[0])
  return written ? clock(written) : null
}

function clock(written) {
  const found = TIME.exec(written.toLowerCase().replace(O_CLOCK, ":").replace(/^:+|:+$/g, ""))
  if (!found) return UNREAD
  const [hour, minute] = [Number(found[1] ?? found[3]), Number(found[2] ?? found[4] ?? 0)]
  return hour > 23 || minute > 59 ? UNREAD : `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`
}

function dateTime(how, raw) {
  const [day, moment] = [date(how, raw), time({ inputs: how.inputs.slice(3) }, raw)]
  if (day === null && moment === null) return null
  return typeof day === "string" && typeof moment === "string" ? `${day}T${moment}` : UNREAD
}
