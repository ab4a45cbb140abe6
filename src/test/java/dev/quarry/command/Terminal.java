package dev.quarry.command;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a tool writes: plain text, and emphasis only for a person at a terminal. */
public final class Terminal {
    private static final String BOLD = "\u001b[1m";
    private static final String FAINT = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final boolean interactive;
    private final boolean emphatic;

    /**
     * @param interactive whether a line may be written over
     * @param emphatic whether to write bold and faint
     */
    Terminal(PrintStream out, boolean interactive, boolean emphatic) {
        this.out = out;
        this.interactive = interactive;
        this.emphatic = emphatic;
    }

    /** The process's standard output, in UTF-8 whatever the locale: the documents are in many languages. */
    @SuppressWarnings(
            "SystemConsoleNull") // It was never null in JDK 22 to 24; since 25 it is again, away from a terminal.
    static Terminal ofProcess() {
        Console console = System.console();
        boolean interactive = console != null && console.isTerminal();
        boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return new Terminal(out, interactive, interactive && !plain);
    }

    public void line(String text) {
        out.println(text);
    }

    public String bold(String text) {
        return emphatic ? BOLD + text + PLAIN : text;
    }

    public String faint(String text) {
        return emphatic ? FAINT + text + PLAIN : text;
    }

    boolean isInteractive() {
        return interactive;
    }

    /** Writes over the line that the cursor stands on. */
    void overwrite(String text) {
        out.print("\r" + text);
        out.flush();
    }
}
