// Runs cases against the stub: one line in, one line out.
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import * as stub from "./obtain-nonce.mjs";

const camel = (name) => name.replace(/[-_]([a-z])/g, (_, letter) => letter.toUpperCase());
const line = (...fields) => console.log(fields.map((field) => String(field ?? "").replace(/[\n\t]/g, " ")).join("\t"));

for (const text of readFileSync(process.argv[2], "utf8").split("\n")) {
  if (text === "") {
    continue;
  }
  const [kind, mode, site, timeout, at, nonce, ...given] = text.split("\t");
  const values = {};
  for (const pair of given) {
    const [, name, value] = /^(.*?)=(.*)$/.exec(pair);
    values[camel(name)] = value.replaceAll("␊", "\n");
  }
  try {
    const caller = stub[camel(mode)](values);
    if (kind === "obtain") {
      const address = /^[A-Z]+$/.test(site) ? stub.Site[site.toLowerCase()] : site;
      line("ok", await stub.obtain(caller, address, { timeout: Number(timeout) }));
      continue;
    }
    const signed = stub.sign(caller, { at: Number(at), nonce: nonce === "" ? undefined : nonce });
    if (kind === "show") {
      line("shown", inspect(caller, { depth: 9, showHidden: true }), JSON.stringify(caller), `${caller}`);
    } else {
      line("signed", signed.signature, signed.expireTime, signed.nonce);
    }
  } catch (error) {
    if (!(error instanceof stub.ObtainError)) {
      throw error;
    }
    line("error", error.step, error.status, error.code, error.message, error.help.join(" | "));
  }
}
