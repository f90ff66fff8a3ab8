package com.example.meetings

fun launch(context: Context) {
    context.startActivity(Intent(Intent.ACTION_VIEW, "cloudlink://welinksoftclient/h5page?page=launch".toUri()))
}

fun join(context: Context, confId: String, name: String, nonce: String) {
    val link = "cloudlink://welinksoftclient/h5page?page=joinConfByLink" +
        "&conf_id=$confId&name=${Uri.encode(name)}" +
        "&open_mic=false&open_camera=false&nonce=$nonce"
    context.startActivity(Intent(Intent.ACTION_VIEW, link.toUri()))
}
