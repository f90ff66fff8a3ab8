/** A context that records what is started in it, and can be one of a device without the app. */
package android.content;

import android.util.AndroidRuntimeException;
import java.util.ArrayList;
import java.util.List;

public class Context {
    /** What was started, in order. */
    public final List<Intent> started = new ArrayList<>();

    /** Whether there is an app for any link. */
    public boolean isThereAnApp = true;

    /** As `ContextImpl.startActivity`: what is no activity has no task that another one could be put into. */
    public void startActivity(Intent intent) {
        if ((intent.getFlags() & Intent.FLAG_ACTIVITY_NEW_TASK) == 0) {
            throw new AndroidRuntimeException("Calling startActivity() from outside of an Activity context");
        }
        start(intent);
    }

    protected final void start(Intent intent) {
        started.add(intent);
        if (!isThereAnApp) {
            // As `Instrumentation.checkStartActivityResult` says it, with the whole link.
            throw new ActivityNotFoundException("No Activity found to handle " + intent.getDataString());
        }
    }
}
