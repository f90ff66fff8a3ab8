/** What intents write themselves to for those who look for bugs, named by methods of theirs. */
package android.util.proto;

public final class ProtoOutputStream {}
