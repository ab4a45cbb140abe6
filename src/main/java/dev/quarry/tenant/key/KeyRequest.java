package dev.quarry.tenant.key;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.Caller;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key to make. */
@Schema(
        description =
                "A key to make. It is for the tenant that the request is about; an operator's is for all of them.")
record KeyRequest(
        @Schema(description = "What people call it, up to 100 characters.", required = true) @Nullable
        String name,

        @Schema(
                description = "What it may do: reader, writer, admin, or operator where an operator asks.",
                required = true)
        @Nullable
        AccessRole role,

        @Schema(description = "When it ends; never when absent.") @Nullable
        OffsetDateTime expiresAt) {

    private static final int LONGEST_NAME = 100;
    private static final int LAST_YEAR = 9999;

    /**
     * The key that the caller may make of it.
     *
     * @throws Failure.Invalid naming what is wrong with it
     * @throws Failure.Forbidden when it would do more than the caller may
     */
    KeyDraft draft(Caller caller) {
        Violations violations = new Violations();
        violations.requireText(name, "name", LONGEST_NAME);
        violations.require(role != null, "role", "is required: reader, writer, admin or operator");
        violations.require(
                expiresAt == null || isInTheFuture(expiresAt),
                "expires_at",
                "must be in the future, before the year 10000");
        violations.throwIfAny();
        if (role == null || name == null) {
            throw new IllegalStateException("checked above");
        }
        if (!caller.role().includes(role)) {
            throw new Failure.Forbidden("a key of the role " + caller.role().label() + " makes none that may do more");
        }
        return new KeyDraft(name, role, role == AccessRole.OPERATOR ? null : caller.tenant(), expiresAt);
    }

    private static boolean isInTheFuture(OffsetDateTime moment) {
        return moment.isAfter(OffsetDateTime.now(ZoneOffset.UTC)) && moment.getYear() <= LAST_YEAR;
    }
}
