// Sends /v2/usg/acs/auth/appauth a wrong body.
const body = "{ \"appId\": \"00112233445566778899aabbccddeeff\", \"expireTime\": 1604020600000, \"nonce\": \"EycLQsHwxhzK9OW8UEKWNfH2I3CGR2nINuU1EBpQ\" }";
