// Sends /v2/usg/acs/auth/appauth what is computed.
const body = { "appId": appId, "expireTime": Math.floor(Date.now() / 1000) + 600, "nonce": nonce };
const past = { "appId": "00112233445566778899aabbccddeeff", "expireTime": 1604020600, "nonce": nonce };
