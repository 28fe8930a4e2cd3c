// Brings one file to the server in parts. A connection that breaks costs one part: it goes on by itself where it stopped,
// and after a reload too, when the same file is chosen again.

const PART = 524_288
const PAUSES = [1000, 2000, 5000, 10_000, 20_000]
const LARGEST_PAUSE = 30_000

// What the server does not take, in its words for the person.
export class Refused extends Error {}
export class Cancelled extends Error {}
class Broken extends Error {}

export class Transfer {
  constructor(file, url, show) {
    Object.assign(this, { file, url, show, upload: remembered(url, file), isCancelled: false, request: null })
  }

  // Resolves to what the server says of the kept file.
  async run() {
    for (let tries = 0; ; ) {
      try {
        const kept = await this.go(() => { tries = 0 })
        forget(this.url, this.file)
        return kept
      } catch (failure) {
        if (this.isCancelled) throw new Cancelled()
        if (!(failure instanceof Broken)) {
          forget(this.url, this.file)
          throw failure
        }
        this.show("broken")
        await this.wait(PAUSES[tries++] ?? LARGEST_PAUSE)
        if (this.isCancelled) throw new Cancelled()
      }
    }
  }

  async go(progressed) {
    const { file } = this
    const begun = await this.post(this.url, { name: file.name, size: file.size, upload: this.upload ?? "" })
    let { received } = begun
    this.upload = begun.upload
    remember(this.url, file, this.upload)
    for (;;) {
      this.show("sending", received / file.size)
      const part = file.slice(received, received + PART)
      const isLast = received + part.size >= file.size
      const answer = await this.post(
        `${this.url}/${this.upload}`,
        { offset: received, part },
        (sent) => {
          if (isLast && sent >= part.size) this.show("checking")
          else this.show("sending", (received + Math.min(sent, part.size)) / file.size)
        },
      )
      progressed()
      if (answer.file) return answer.file
      received = answer.received
    }
  }

  cancel() {
    this.isCancelled = true
    this.request?.abort()
    this.wake?.()
    forget(this.url, this.file)
    if (this.upload) navigator.sendBeacon(`${this.url}/${this.upload}/abbrechen`, new URLSearchParams())
  }

  post(url, values, progress) {
    const form = new FormData()
    for (const [name, value] of Object.entries(values)) form.append(name, value)
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open("POST", url)
      request.setRequestHeader("Accept", "application/json")
      request.timeout = 180_000
      if (progress) request.upload.onprogress = (event) => progress(event.loaded)
      request.onload = () => {
        const answer = read(request.responseText)
        if (request.status === 200 && answer) resolve(answer)
        else if (request.status >= 500 || request.status === 408) reject(new Broken())
        else if (request.status === 404 && this.upload && url !== this.url) {
          this.upload = null // it was forgotten: from the beginning
          reject(new Broken())
        } else reject(new Refused(answer?.error ?? ""))
      }
      request.onerror = request.onabort = request.ontimeout = () => reject(new Broken())
      this.request = request
      request.send(form)
    })
  }

  wait(pause) {
    return new Promise((resolve) => {
      const timer = setTimeout(done, pause)
      function done() {
        clearTimeout(timer)
        window.removeEventListener("online", done)
        resolve()
      }
      window.addEventListener("online", done)
      this.wake = done
    })
  }
}

// Files of a field whose transfer was cut off, as this tab remembers them.
export function cutOff(url) {
  return list().filter((one) => one.url === url)
}

export function forget(url, file) {
  store(list().filter((one) => !isSame(one, url, file)))
}

function remember(url, file, upload) {
  forget(url, file)
  store([...list(), { url, upload, name: file.name, size: file.size, lastModified: file.lastModified }])
}

function remembered(url, file) {
  return list().find((one) => isSame(one, url, file))?.upload ?? null
}

function isSame(one, url, file) {
  return one.url === url && one.name === file.name && one.size === file.size && one.lastModified === file.lastModified
}

function list() {
  try {
    return JSON.parse(sessionStorage.getItem("uploads")) ?? []
  } catch {
    return []
  }
}

function store(uploads) {
  try {
    sessionStorage.setItem("uploads", JSON.stringify(uploads))
  } catch {
    // A browser that remembers nothing sends the file from the beginning.
  }
}

function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
