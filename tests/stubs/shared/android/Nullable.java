/** Android marks its own source with it; the source does not hold it. */
package android.annotation;

public @interface Nullable {}
