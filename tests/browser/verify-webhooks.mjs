// Reads {secret, requests: [{headers, body (base64)}]} from standard input and prints for each request whether its
// signature holds, judged by the reference library and not by code of ours.
import { Webhook } from "standardwebhooks";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const { secret, requests } = JSON.parse(input);
const webhook = new Webhook(secret);
console.log(
  JSON.stringify(
    requests.map(({ headers, body }) => {
      try {
        webhook.verify(Buffer.from(body, "base64").toString("utf8"), headers);
        return true;
      } catch {
        return false;
      }
    }),
  ),
);
