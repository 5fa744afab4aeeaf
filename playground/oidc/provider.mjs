// An OpenID provider for tests: the certified `oidc-provider` with accounts that log in by name alone.
// Environment: PORT, REDIRECT (where the console's page is led back to, may be empty),
// ACCOUNTS (JSON: {"ann": {"email": "ann@acme.io", "groups": ["payments"]}}).
import Provider from "oidc-provider";

const port = Number(process.env.PORT);
const accounts = JSON.parse(process.env.ACCOUNTS);
const device = { grant_types: ["urn:ietf:params:oauth:grant-type:device_code"], response_types: [], redirect_uris: [], token_endpoint_auth_method: "none", application_type: "native" };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    { client_id: "gennaker", client_secret: "secret-of-the-page", redirect_uris: [process.env.REDIRECT || "http://127.0.0.1/unused"] },
    { client_id: "gennaker-cli", ...device },
    { client_id: "another-tool", ...device },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username", "groups"] },
  // as most providers do, also where an access token could be used to ask for them
  conformIdTokenClaims: false,
  features: { deviceFlow: { enabled: true } },
  pkce: { required: (_, client) => client.clientId === "gennaker" },
  findAccount: (_, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, preferred_username: id, ...accounts[id] }) },
});

provider.listen(port, "127.0.0.1", () => console.log(`ready ${provider.issuer}`));
