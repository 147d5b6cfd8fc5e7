// Reads a JSON array of Kubernetes objects on stdin and writes a JSON array of what is wrong with them, by the compiled schemas of
// the packages kubernetes-models. Those say nothing of fields that they do not know, so the object is handed over in proxies that
// remember which of its fields were asked for: one that nobody asked for is no field of Kubernetes.
import { readFileSync } from "node:fs";

// Who describes the groups that are not Kubernetes' own.
const operators = {
  "gateway.networking.k8s.io": "@kubernetes-models/gateway-api",
  "keda.sh": "@kubernetes-models/keda",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator",
};
const problems = [];

/** The value wrapped so that each read of a field is noted under its path. */
function watched(value, path, read) {
  if (value === null || typeof value !== "object") return value;
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === "symbol") return target[key];
      const at = `${path}/${key}`;
      if (Object.hasOwn(target, key)) read.add(at);
      return watched(target[key], at, read);
    },
  });
}

function* paths(value, path) {
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    yield `${path}/${key}`;
    yield* paths(inner, `${path}/${key}`);
  }
}

for (const object of JSON.parse(readFileSync(0, "utf8"))) {
  const who = `${object.kind} ${object.metadata?.name}`;
  let model;
  try {
    model = (await import(`${operators[object.apiVersion.split("/")[0]] ?? "kubernetes-models"}/${object.apiVersion}`))[object.kind];
  } catch {
    model = undefined;
  }
  if (!model) {
    problems.push(`${who}: Kubernetes has no ${object.apiVersion} ${object.kind}`);
    continue;
  }
  const read = new Set();
  try {
    // Not through the constructor, which copies and so would read everything.
    model.prototype.validate.call(watched(object, "", read));
  } catch (error) {
    problems.push(`${who}: ${error.message}`);
    continue;
  }
  for (const path of paths(object, "")) if (!read.has(path)) problems.push(`${who}: unknown field ${path}`);
}
process.stdout.write(JSON.stringify(problems));
