// unzip.mjs ARCHIVE ENTRY FILE: one file out of a zip, for machines without unzip.
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from "node:fs";
import * as zlib from "node:zlib";

const [archive, entry, file] = process.argv.slice(2);
const fd = openSync(archive, "r");
const read = (at, length) => {
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, at);
  return bytes;
};

// The directory stands at the end (APPNOTE 4.3.16): its place and its number of entries, then one record for each (4.3.12).
const size = fstatSync(fd).size;
const tail = read(Math.max(0, size - 65557), Math.min(size, 65557));
const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
if (end < 0) throw new Error(`${archive} is no zip`);
const directory = read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
for (let at = 0; at < directory.length; ) {
  const [method, crc, packed, full] = [directory.readUInt16LE(at + 10), directory.readUInt32LE(at + 16), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)];
  const lengths = [28, 30, 32].map((o) => directory.readUInt16LE(at + o));
  if (directory.toString("utf8", at + 46, at + 46 + lengths[0]) === entry) {
    const local = directory.readUInt32LE(at + 42);
    const head = read(local, 30);
    const bytes = read(local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), packed);
    const content = method === 8 ? zlib.inflateRawSync(bytes) : bytes;
    if (content.length !== full || (zlib.crc32 && zlib.crc32(content) !== crc)) throw new Error(`${entry} is damaged`);
    writeFileSync(file, content);
    closeSync(fd);
    process.exit(0);
  }
  at += 46 + lengths[0] + lengths[1] + lengths[2];
}
throw new Error(`${archive} holds no ${entry}`);
