// A mail server for tests: SMTP over TLS on this machine. It takes every message and writes "sender recipient" of
// each to a file. With SILENT=1 it says nothing, so that whoever sends waits.
//   node mail_server.mjs KEY CERTIFICATE TAKEN   prints its port
import { appendFileSync, readFileSync } from 'node:fs'
import { createServer } from 'node:tls'

const [key, certificate, taken] = process.argv.slice(2)

function talk(socket) {
  let text = ''
  let inData = false
  let sender = ''
  const recipients = []
  const say = (line) => socket.write(`${line}\r\n`)
  const obey = (line) => {
    if (inData) {
      if (line !== '.') return
      inData = false
      for (const recipient of recipients.splice(0)) appendFileSync(taken, `${sender} ${recipient}\n`)
      return say('250 taken')
    }
    const address = /<(.*)>/.exec(line)?.[1]
    if (/^mail/i.test(line)) sender = address
    if (/^rcpt/i.test(line)) recipients.push(address)
    if (/^quit/i.test(line)) return socket.end('221 bye\r\n')
    inData = /^data/i.test(line)
    say(inData ? '354 go on' : '250 fine')
  }
  if (!process.env.SILENT) say('220 test')
  socket.on('error', () => {})
  socket.on('data', (part) => {
    const lines = (text + part).split('\r\n')
    text = lines.pop()
    for (const line of lines) obey(line)
  })
}

const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, talk)
server.on('tlsClientError', () => {})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
