package dev.quarry.command;

/** How a tool ends. */
public enum ExitCode {
    DONE(0),
    /** It did what it was asked, and the result is not as required. */
    NOT_MET(1),
    WRONG_USAGE(2),
    SERVICE_FAILED(3),
    /** The tool itself is wrong. */
    DEFECT(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
