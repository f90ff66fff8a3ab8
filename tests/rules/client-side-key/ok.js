// On the server: /v2/usg/acs/auth/appauth
const appKey = process.env.APP_KEY;
const header = `HMAC-SHA256 signature=${sign(appKey)},access=${access}`;
