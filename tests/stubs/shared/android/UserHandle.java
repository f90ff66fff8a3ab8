/** A user of the device, of whom every intent keeps a number. */
package android.os;

public final class UserHandle {
    public static final int USER_CURRENT = -2;

    private UserHandle() {}
}
