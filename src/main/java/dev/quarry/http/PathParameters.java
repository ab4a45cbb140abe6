package dev.quarry.http;

import dev.quarry.failure.Failure;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads parameters of a path. */
public final class PathParameters {
    /** {@link UUID#fromString} also takes "1-1-1-1-1". */
    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private PathParameters() {}

    /** @throws Failure.Invalid when the text is not a UUID in its canonical form */
    public static UUID uuid(String name, String text) {
        if (!CANONICAL_UUID.matcher(text).matches()) {
            throw new Failure.Invalid(name, "is not a UUID such as 019a8f2e-4c1b-7d3e-9f00-0123456789ab");
        }
        return UUID.fromString(text);
    }
}
