import android.app.Activity;
import android.content.Intent;
import com.example.links.HuaweiCloudMeetingLinks;
import com.example.links.HuaweiCloudMeetingLinks.Link;
import com.example.links.HuaweiCloudMeetingLinks.LinkException;

/** What is wrong in the samples of the vendor's documents, and is not in the stub: a fact a line of them. */
final class Facts {
    private static String opened(Link link) {
        Activity activity = new Activity();
        if (!link.open(activity)) {
            throw new AssertionError("there is an app");
        }
        return activity.started.get(0).getDataString();
    }

    private static void same(String url, String expected) {
        if (!url.equals(expected)) {
            throw new AssertionError(url);
        }
    }

    private static void refused(Link link) {
        Activity activity = new Activity();
        try {
            link.open(activity);
        } catch (LinkException error) {
            if (activity.started.isEmpty() && error.getMessage().equals("`nonce` is required")) {
                return;
            }
        }
        throw new AssertionError("it is refused, and nothing is opened");
    }

    public static void main(String[] args) {
        String page = "cloudlink://welinksoftclient/h5page?page=";
        String off = "&open_mic=false&open_camera=false";

        // What is opened is what was built: the samples build one thing and open another, which is not there (C9).
        same(opened(HuaweiCloudMeetingLinks.launch()), page + "launch");

        // Values are encoded once: the samples write some as they are, and others twice (C8).
        same(
                opened(HuaweiCloudMeetingLinks.join("981924330", "Ann & Bj\u00f6rn=1#+%41")),
                page + "joinConfByLink&conf_id=981924330&name=Ann%20%26%20Bj%C3%B6rn%3D1%23%2B%2541" + off);

        // Who joins without logging in has no nonce, so that none can be passed on by mistake (C3, C5).
        for (java.lang.reflect.Method method : HuaweiCloudMeetingLinks.JoinLink.class.getMethods()) {
            if (method.getName().equalsIgnoreCase("nonce")) {
                throw new AssertionError(method);
            }
        }

        // Who logs in and joins goes to the page for it, and needs a nonce (C2, C4, C10).
        same(
                opened(HuaweiCloudMeetingLinks.loginAndJoin("981924330", "Tom", "one-time")),
                page + "LoginAndJoinConf&conf_id=981924330&name=Tom" + off + "&nonce=one-time");
        refused(HuaweiCloudMeetingLinks.loginAndJoin("981924330", "Tom", ""));
        refused(HuaweiCloudMeetingLinks.loginAndJoin("981924330", "Tom", null));
        refused(HuaweiCloudMeetingLinks.login(null));

        // What an app keeps to itself is not there for others; the message would tell the link.
        Activity forbidden = new Activity() {
            @Override
            public void startActivity(Intent intent) {
                throw new SecurityException("Permission Denial: starting " + intent.getDataString());
            }
        };
        if (HuaweiCloudMeetingLinks.launch().open(forbidden)) {
            throw new AssertionError("it is opened");
        }
        same(opened(HuaweiCloudMeetingLinks.login("one-time")), page + "launch&nonce=one-time");
    }
}
