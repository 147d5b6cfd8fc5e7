// Lays layers (NAME.tar in a folder) out as an OCI image in FOLDER/oci, with Docker's manifest.json beside it, and says what came out.
//   node oci.mjs FOLDER ROOT EPOCH NAME…
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [folder, root, epoch, ...names] = process.argv.slice(2);
const blobs = join(folder, "oci/blobs/sha256");
mkdirSync(blobs, { recursive: true });
const sha = (bytes) => createHash("sha256").update(bytes).digest("hex");
function blob(mediaType, bytes) {
  const digest = sha(bytes);
  writeFileSync(join(blobs, digest), bytes);
  return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
}
const json = (mediaType, value) => blob(mediaType, Buffer.from(JSON.stringify(value)));
const git = (...words) => {
  try {
    return execFileSync("git", ["-C", root, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
};

const version = readFileSync(join(root, "Directory.Build.props"), "utf8").match(/<Version>(.*)<\/Version>/)[1];
const created = new Date(Number(epoch) * 1000).toISOString().replace(/\.\d+/, "");
const labels = {
  "org.opencontainers.image.title": "Mat",
  "org.opencontainers.image.description": "ICT of a multi-academy trust: every process in one image, chosen by --target",
  "org.opencontainers.image.version": version,
  "org.opencontainers.image.revision": git("rev-parse", "HEAD"),
  "org.opencontainers.image.created": created,
  "org.opencontainers.image.documentation": "docs/operations.md",
};
const layers = names.map((name) => {
  const tar = readFileSync(join(folder, `${name}.tar`));
  // Level and header are fixed: no name and no time in it.
  const packed = blob("application/vnd.oci.image.layer.v1.tar+gzip", gzipSync(tar, { level: 6 }));
  return { name, ...packed, diffId: `sha256:${sha(tar)}`, raw: tar.length };
});
const architecture = { x64: "amd64", arm64: "arm64" }[process.arch];
const config = json("application/vnd.oci.image.config.v1+json", {
  created,
  architecture,
  os: "linux",
  config: {
    User: "1654:1654",
    WorkingDir: "/app",
    Entrypoint: ["/usr/bin/dotnet", "/app/mat.dll"],
    Env: [
      "PATH=/usr/bin",
      "HOME=/tmp",
      "DOTNET_ROOT=/usr/share/dotnet",
      "DOTNET_RUNNING_IN_CONTAINER=true",
      "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt",
      "ASPNETCORE_URLS=http://+:8080",
      "MAT__DATA=/data",
    ],
    ExposedPorts: { "8080/tcp": {} },
    Volumes: { "/data": {} },
    Labels: labels,
    StopSignal: "SIGTERM",
    // Not in the OCI specification; Docker and Podman read it.
    Healthcheck: { Test: ["CMD", "/usr/bin/dotnet", "/app/mat.dll", "--health", "http://localhost:8080"], Interval: 10e9, Timeout: 5e9, StartPeriod: 60e9 },
  },
  rootfs: { type: "layers", diff_ids: layers.map((l) => l.diffId) },
  history: layers.map((l) => ({ created, created_by: `mat ${l.name}` })),
});
const descriptor = ({ mediaType, digest, size }) => ({ mediaType, digest, size });
const manifest = json("application/vnd.oci.image.manifest.v1+json", {
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: descriptor(config),
  layers: layers.map(descriptor),
  annotations: labels,
});
const path = (d) => `blobs/sha256/${d.digest.slice(7)}`;
writeFileSync(join(folder, "oci/oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
writeFileSync(
  join(folder, "oci/index.json"),
  JSON.stringify({
    schemaVersion: 2,
    manifests: [{ ...manifest, platform: { architecture, os: "linux" }, annotations: { "org.opencontainers.image.ref.name": version, "io.containerd.image.name": `docker.io/library/mat:${version}` } }],
  }),
);
writeFileSync(join(folder, "oci/manifest.json"), JSON.stringify([{ Config: path(config), RepoTags: [`mat:${version}`], Layers: layers.map(path) }]));

const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
for (const l of layers) console.log(`${l.name.padEnd(8)} ${mb(l.size).padStart(9)} compressed ${mb(l.raw).padStart(9)}`);
console.log(`mat:${version}  ${mb(layers.reduce((n, l) => n + l.size, 0))} compressed, ${mb(layers.reduce((n, l) => n + l.raw, 0))} on disk, linux/${architecture}`);
console.log(manifest.digest);
