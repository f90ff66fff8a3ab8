/** Android marks its own source with it; the source does not hold it. */
package android.annotation;

public @interface IntDef {
    int[] value() default {};

    String[] prefix() default {};

    boolean flag() default false;
}
