// What is to be seen of the stub for Huawei Cloud Meeting besides its vectors: that it has none of the mistakes which
// the documents' samples have, and what becomes of an app that is not there. `onJoinClicked` is what the manual shows.
import android.app.Activity
import android.content.Context
import android.content.ContextWrapper
import android.content.Intent
import kotlin.reflect.KFunction
import links.HuaweiCloudMeetingLinks
import links.HuaweiCloudMeetingLinks.LinkException
import links.HuaweiCloudMeetingLinks.join
import links.HuaweiCloudMeetingLinks.login
import links.HuaweiCloudMeetingLinks.loginAndJoin

private fun fact(
    name: String,
    isSo: Boolean,
) {
    check(isSo) { "it is not so: $name" }
}

private fun KFunction<*>.has(name: String): Boolean = parameters.any { it.name == name }

private fun KFunction<*>.needs(name: String): Boolean = parameters.any { it.name == name && !it.isOptional }

private fun refusal(make: () -> String): String? =
    try {
        make()
        null
    } catch (refused: LinkException) {
        refused.toString()
    }

fun main() {
    val guest = join(confId = "1", name = "Ann O'Hara & Co +1 é 中 😀 ~*()!")
    val user = loginAndJoin(confId = "1", name = "Tom", nonce = "n0nce")
    fact("who logs in and joins gets another page than a guest", "?page=LoginAndJoinConf&" in user)
    fact("a guest's page is that of its function", "?page=joinConfByLink&" in guest)
    fact("a guest has no nonce", !HuaweiCloudMeetingLinks::join.has("nonce") && "nonce" !in guest)
    fact("who logs in and joins needs a nonce", HuaweiCloudMeetingLinks::loginAndJoin.needs("nonce"))
    fact("a nonce is written where it was given", user.endsWith("&nonce=n0nce"))
    val name = "&name=Ann%20O%27Hara%20%26%20Co%20%2B1%20%C3%A9%20%E4%B8%AD%20%F0%9F%98%80%20~%2A%28%29%21&"
    fact("a value is encoded, and once", name in guest)
    val functions = HuaweiCloudMeetingLinks::class.java.declaredMethods.map { it.name }.filter { !it.contains('$') }
    fact("no function is called like another", functions == functions.distinct())

    val refusals =
        mapOf(
            "nonce" to refusal { login(nonce = "s3cret#") },
            "conf_id" to refusal { join(confId = "s3cret", name = "Tom") },
            "name" to refusal { join(confId = "1", name = "s3cret\ud800") },
        )
    for ((parameter, message) in refusals) {
        fact("a refusal names the parameter", message != null && "`$parameter`" in message)
        fact("a refusal does not show the value", message != null && "s3cret" !in message)
    }
    fact("a blank value is none where one is required", "`conf_id` is required" in refusal { join("", "Tom") }.orEmpty())

    val activity = Activity()
    HuaweiCloudMeetingLinks.open(ContextWrapper(ContextWrapper(activity)), "Scheme://H?X")
    fact("what wraps an activity is one", activity.started.single().flags == 0)
    fact("a scheme is in small letters, as apps register it", activity.started.single().dataString == "scheme://H?X")
    val forbidden =
        object : Activity() {
            override fun startActivity(intent: Intent) = throw SecurityException("denied: ${intent.dataString}")
        }
    fact("an app that keeps its links to itself is not there", !HuaweiCloudMeetingLinks.open(forbidden, "scheme://h"))

    val link = join(confId = "981924330", name = "Tom")
    for (context in listOf(Activity(), Context())) {
        onJoinClicked(context)
        fact("the link that is made is the link that is opened", context.started.map { it.dataString } == listOf(link))
        context.started.clear()
        context.isThereAnApp = false
        onJoinClicked(context)
        val tried = context.started.map { it.dataString }
        fact("without the app there is where to get it", tried == listOf(link, HuaweiCloudMeetingLinks.DOWNLOAD))
    }
}
