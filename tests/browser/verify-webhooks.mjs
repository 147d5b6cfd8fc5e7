// Reads {secret, requests: [{headers, body (base64)}]} from standard input and prints for each request whether its
// signature holds, judged by two libraries that nobody here wrote: Standard Webhooks' own and Svix's. They must agree.
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const { secret, requests } = JSON.parse(input);
const holds = (library, { headers, body }) => {
  try {
    library.verify(Buffer.from(body, "base64").toString("utf8"), headers);
    return true;
  } catch {
    return false;
  }
};
console.log(
  JSON.stringify(
    requests.map((request) => {
      const [standard, svix] = [new Standard(secret), new Svix(secret)].map((library) => holds(library, request));
      if (standard !== svix) throw new Error(`standardwebhooks says ${standard}, svix says ${svix}`);
      return standard;
    }),
  ),
);
