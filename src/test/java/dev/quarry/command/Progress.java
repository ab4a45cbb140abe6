package dev.quarry.command;

import java.time.Duration;
import java.util.function.IntConsumer;

/** Says how far a long work is: on one line that changes, or, in a log, on a new line now and then. */
public final class Progress implements IntConsumer {
    private static final Duration CHANGE_AFTER = Duration.ofMillis(200);
    private static final Duration LOG_AFTER = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final String activity;
    private final int total;
    private long lastShown = System.nanoTime();
    private boolean finished;

    /** @param activity as in "embedded 20/300" */
    public Progress(Terminal terminal, String activity, int total) {
        this.terminal = terminal;
        this.activity = activity;
        this.total = total;
    }

    /** Shows how much is done; for the last time when all is. */
    @Override
    public void accept(int done) {
        Duration pause = terminal.isInteractive() ? CHANGE_AFTER : LOG_AFTER;
        if (finished || (done < total && System.nanoTime() - lastShown < pause.toNanos())) {
            return;
        }
        finished = done >= total;
        lastShown = System.nanoTime();
        String text = activity + " " + done + "/" + total;
        if (!terminal.isInteractive()) {
            terminal.line(text);
        } else {
            terminal.overwrite(text + (finished ? "\n" : ""));
        }
    }
}
