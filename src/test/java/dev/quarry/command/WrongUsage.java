package dev.quarry.command;

/** Arguments, settings or files that the tool cannot work with; the message says which and what is allowed. */
public final class WrongUsage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongUsage(String message) {
        super(message);
    }
}
