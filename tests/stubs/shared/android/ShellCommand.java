/** What the shell of a device starts intents with, named by a method of theirs. */
package android.os;

public abstract class ShellCommand {}
