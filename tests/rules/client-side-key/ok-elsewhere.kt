// Another service has keys, too.
val appKey = "c2VjcmV0LWtleS0wMQ"
