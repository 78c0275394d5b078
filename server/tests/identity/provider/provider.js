/**
 * OpenID providers for the tests: `node provider.js FILE`.
 *
 * FILE says what to serve: `{"providers": [{"port", "clients"}], "people": FILE}`. The file of people is read anew for
 * each question, so that a test can change what a provider says: `{"SUBJECT": {claim: value}}`. Signing in takes the
 * subject as the name and any password. When all of them listen, the word `ready` is printed.
 */

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { Provider } from "oidc-provider";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));

function signingKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: randomBytes(6).toString("hex") };
}

function findAccount(context, subject) {
  const claims = JSON.parse(readFileSync(settings.people, "utf8"))[subject];
  return claims && { accountId: subject, claims: () => ({ ...claims, sub: subject }) };
}

function provider({ port, clients }) {
  return new Provider(`http://127.0.0.1:${port}`, {
    clients,
    findAccount,
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: {
      openid: ["sub"],
      profile: ["name", "preferred_username"],
      email: ["email", "email_verified"],
      groups: ["groups", "department", "clearances"],
    },
    pkce: { required: () => true },
    features: { backchannelLogout: { enabled: true } },
    // Without the guard that refuses addresses of this machine: here there are no others.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
  });
}

const listening = settings.providers.map(
  (one) => new Promise((resolve) => provider(one).listen(one.port, "127.0.0.1", resolve)),
);
await Promise.all(listening);
console.log("ready");
