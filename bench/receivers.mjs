// The partners of the soak: one process, one port for each of them, as little work for a request as can be, so that what is
// measured is the engine. Kinds: good; hang (takes the request and says nothing); refuse (no listener); half (500 half of the time).
import { createServer } from "node:net";

const head = Buffer.from("\r\n\r\n");

const given = new Set(); // by this process: one that refuses has closed its port and wants it back

export class Receivers {
  constructor(answerMs) {
    this.answerMs = answerMs;
    this.all = [];
    this.reset();
  }

  reset() {
    this.first = new Map(); // webhook-id → when it came first
    this.taken = new Set(); // webhook-ids that were answered 2xx
    this.requests = 0;
    this.again = 0; // requests for an id that had been taken already
    for (const one of this.all) one.taken = 0; // ids it was the first to take
  }

  async add(kind) {
    const one = { kind, sockets: new Set(), taken: 0 };
    one.server = createServer((socket) => this.serve(one, socket));
    // Below the range from which outgoing connections take theirs: a receiver that refuses must find its port free again.
    for (one.port = 0; !one.port; ) {
      const port = 10_000 + Math.floor(Math.random() * 9_000);
      if (given.has(port)) continue;
      given.add(port);
      await this.listen(one, port).then(
        () => (one.port = port),
        () => {},
      );
    }
    if (kind === "refuse") await new Promise((done) => one.server.close(done));
    this.all.push(one);
    return one;
  }

  listen(one, port) {
    return new Promise((done, failed) => {
      one.server.once("error", failed);
      one.server.listen(port, "127.0.0.1", () => {
        one.server.off("error", failed);
        done();
      });
    });
  }

  /** Everybody is well again. */
  async heal() {
    for (const one of this.all) {
      const was = one.kind;
      one.kind = "good";
      if (was === "refuse") await this.listen(one, one.port);
      if (was === "hang") for (const socket of one.sockets) socket.destroy();
    }
  }

  close() {
    for (const one of this.all) {
      one.server.close();
      for (const socket of one.sockets) socket.destroy();
    }
  }

  serve(one, socket) {
    one.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => one.sockets.delete(socket));
    let buffer = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
      for (;;) {
        const end = buffer.indexOf(head);
        if (end < 0) return;
        const text = buffer.latin1Slice(0, end);
        const whole = end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        if (buffer.length < whole) return;
        buffer = buffer.subarray(whole);
        this.take(one, socket, /webhook-id: (\S+)/i.exec(text)?.[1]);
      }
    });
  }

  take(one, socket, id) {
    this.requests++;
    if (id && !this.first.has(id)) this.first.set(id, Date.now());
    if (one.kind === "hang") return;
    const bad = one.kind === "half" && Math.random() < 0.5;
    if (id && !bad) {
      if (this.taken.has(id)) this.again++;
      else one.taken++;
      this.taken.add(id);
    }
    const answer = bad ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 204 OK\r\n\r\n";
    if (this.answerMs > 0) setTimeout(() => socket.write(answer), this.answerMs);
    else socket.write(answer);
  }
}
