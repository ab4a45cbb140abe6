package dev.quarry.failure;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects everything wrong with a request, so that its author mends it in one go. */
public final class Violations {
    /** Whoever made more mistakes than this has made one of them over and over. */
    private static final int MOST_NOTED = 100;

    private final List<Failure.Violation> found = new ArrayList<>();

    /** Notes a violation of {@code field} unless {@code holds}, or 100 are noted already. */
    @CanIgnoreReturnValue
    public Violations require(boolean holds, String field, String message) {
        if (!holds && found.size() < MOST_NOTED) {
            found.add(new Failure.Violation(field, message));
        }
        return this;
    }

    /** A text that is present, not blank, at most {@code limit} characters long and storable in PostgreSQL. */
    public void requireText(@Nullable String value, String field, int limit) {
        if (value == null || value.isBlank()) {
            require(false, field, "is required and must not be blank");
        } else {
            requireOptionalText(value, field, limit);
        }
    }

    /** A text that may be absent; when present it is at most {@code limit} characters long and storable. */
    public void requireOptionalText(@Nullable String value, String field, int limit) {
        if (value == null) {
            return;
        }
        require(
                value.length() <= limit,
                field,
                "has " + value.length() + " characters; at most " + limit + " are taken");
        requireStorable(value, field);
    }

    /** A text that PostgreSQL can store: no NUL, and well-formed Unicode. */
    public void requireStorable(String value, String field) {
        require(value.indexOf('\0') < 0, field, "holds a NUL character (U+0000), which cannot be stored; remove it");
        require(isWellFormed(value), field, "holds half of a surrogate pair; send well-formed Unicode");
    }

    /** @throws Failure.Invalid when anything was noted */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new Failure.Invalid(found);
        }
    }

    private static boolean isWellFormed(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
