package dev.quarry.tenant.audit;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param actor only this one's; null: everybody's
 * @param action only those whose action begins so; null: all
 * @param since only those at that moment or later; null: all
 */
record AuditQuestion(
        @Nullable String actor,
        @Nullable String action,
        @Nullable OffsetDateTime since) {
    private static final int LONGEST = 500;
    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    /** @throws Failure.Invalid naming the parameter that is wrong */
    static AuditQuestion read(@Nullable String actor, @Nullable String action, @Nullable String since) {
        Violations violations = new Violations();
        violations.requireOptionalText(actor, "actor", LONGEST);
        violations.requireOptionalText(action, "action", LONGEST);
        violations.throwIfAny();
        return new AuditQuestion(actor, action, since == null ? null : moment(since));
    }

    private static OffsetDateTime moment(String since) {
        try {
            OffsetDateTime moment = OffsetDateTime.parse(since);
            if (moment.getYear() >= FIRST_YEAR && moment.getYear() <= LAST_YEAR) {
                return moment;
            }
        } catch (DateTimeException unreadable) {
            // Said below, in our words.
        }
        throw new Failure.Invalid("since", "must be a time such as 2026-01-31T12:00:00Z");
    }
}
