package dev.quarry.http;

/** The names of what the interface's description says once, in this package's annotation, for operations to refer to. */
public final class OpenApi {
    /** How callers say who they are. */
    public static final String KEY = "bearer";

    public static final String INVALID = "Invalid";
    public static final String NOT_FOUND = "NotFound";
    public static final String CONFLICT = "Conflict";
    public static final String PRECONDITION_FAILED = "PreconditionFailed";
    public static final String TOO_LARGE = "TooLarge";
    public static final String UPSTREAM = "Upstream";
    public static final String BUSY = "Busy";

    private OpenApi() {}
}
