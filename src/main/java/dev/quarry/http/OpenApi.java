package dev.quarry.http;

/** Answers that the description of the interface says once (package-info), for operations to refer to. */
public final class OpenApi {
    public static final String INVALID = "Invalid";
    public static final String NOT_FOUND = "NotFound";
    public static final String CONFLICT = "Conflict";
    public static final String PRECONDITION_FAILED = "PreconditionFailed";
    public static final String TOO_LARGE = "TooLarge";
    public static final String UPSTREAM = "Upstream";
    public static final String BUSY = "Busy";

    private OpenApi() {}
}
