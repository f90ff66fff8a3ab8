// linkc: ignore-file[unlisted-host] because the server is our own
val a = "WRONG BAD"
// linkc: ignore[bare-plus] because it was printed so
val b = "WRONG BAD"
