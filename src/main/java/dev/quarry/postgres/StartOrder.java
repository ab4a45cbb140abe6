package dev.quarry.postgres;

/**
 * The order in which the parts of the service come up; shutdown goes the other way.
 *
 * <p>One list, so that the order can be read instead of guessed. Values are CDI observer priorities: lower runs first.
 */
public final class StartOrder {
    /** Settings that make no sense are refused before anything is touched. */
    public static final int SETTINGS = 50;
    /** Every database that is named answers, and takes what will be opened. */
    public static final int CONNECTION = 75;
    /** Connections, in the background. */
    public static final int POOLS = 90;
    /** Tables as this version needs them. */
    public static final int MIGRATIONS = 100;
    /** The user's own queries are tried. */
    public static final int CAPABILITIES = 150;
    /** The embedding space's tables, the model. */
    public static final int EMBEDDING = 200;
    /** The watcher, which needs all of the above. */
    public static final int PIPELINE = 300;
    /** Work on a schedule: it begins when all is there. */
    public static final int SCHEDULE = 350;
    /** What a person needs to know, once it is true. */
    public static final int REPORT = 400;

    /** First nothing more is begun, anywhere: the parts of the pipeline wait for their work during the same time. */
    public static final int STOP_INTAKE = 50;
    /** The watcher stops and gives its locks back. */
    public static final int STOP_PIPELINE = 100;
    /** Then the pools close. */
    public static final int STOP_POOLS = 200;
    /** The embedded server goes last. */
    public static final int STOP_SERVER = 300;

    private StartOrder() {}
}
