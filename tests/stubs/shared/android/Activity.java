/** An activity, in whose task another one can be started. */
package android.app;

import android.content.ContextWrapper;
import android.content.Intent;

public class Activity extends ContextWrapper {
    public Activity() {
        super(null);
    }

    @Override
    public void startActivity(Intent intent) {
        start(intent);
    }
}
