// A provider of identities on this machine, with pages of its own on which anybody signs in by any name.
import { createServer } from 'node:http';

const client = { client_id: 'travaux', client_secret: 'a secret of this test alone, long enough' };

// provider listens first, so that its issuer is known; open says where its client is.
export async function provider() {
  const { default: Provider } = await import('oidc-provider');
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    issuer,
    settings: {
      TRAVAUX_OIDC_PROVIDERS: 'local', TRAVAUX_OIDC_LOCAL_ISSUER: issuer, TRAVAUX_OIDC_LOCAL_NAME: 'Commons Ministry',
      TRAVAUX_OIDC_LOCAL_CLIENT_ID: client.client_id, TRAVAUX_OIDC_LOCAL_CLIENT_SECRET: client.client_secret,
    },
    open(base) {
      const idp = new Provider(issuer, {
        clients: [{ ...client, redirect_uris: [`${base}/sign-in/with/local/callback`] }],
        pkce: { required: () => true },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        cookies: { keys: ['of this test'] },
        findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, email: `${sub}@example.net`, email_verified: true, name: 'Wren Sparrow' }) }),
      });
      server.on('request', idp.callback());
    },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
