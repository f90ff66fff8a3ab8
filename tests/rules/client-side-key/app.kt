// Opens cloudlink://welinksoftclient/h5page?page=launch after the login.
private const val APP_KEY: String = "c2VjcmV0LWtleS0wMQ"
val header = "HMAC-SHA256 signature=$signature,access=$access"
