/** A context that hands everything to another one, as that of a view with a theme of its own does. */
package android.content;

public class ContextWrapper extends Context {
    private final Context base;

    public ContextWrapper(Context base) {
        this.base = base;
    }

    public Context getBaseContext() {
        return base;
    }

    @Override
    public void startActivity(Intent intent) {
        base.startActivity(intent);
    }
}
