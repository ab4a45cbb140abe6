package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.Bound;
import dev.quarry.document.filter.Condition.Range;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The span of time that a text names: a day of UTC, or a moment. Of a day, {@code gt} begins when it is over and {@code lte}
 * ends then.
 *
 * @param from its first moment
 * @param until the first moment behind it, or the moment itself
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339">RFC 3339</a>
 */
record Moments(OffsetDateTime from, OffsetDateTime until, boolean isDay) {
    static final String FORM = "must be a date such as 2026-05-01 or a time such as 2026-05-01T12:30:00Z";

    /** What PostgreSQL can hold with room to spare. */
    private static final int FIRST_YEAR = 1;

    private static final int LAST_YEAR = 9999;

    static Optional<Moments> parse(String text) {
        try {
            if (!text.contains("T")) {
                OffsetDateTime day = LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
                return inRange(day).map(from -> new Moments(from, from.plusDays(1), true));
            }
            return inRange(OffsetDateTime.parse(text)).map(moment -> new Moments(moment, moment, false));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    Range equal() {
        return new Range(new Bound(from, true), new Bound(until, !isDay));
    }

    Bound greater() {
        return new Bound(until, isDay);
    }

    Bound atLeast() {
        return new Bound(from, true);
    }

    Bound less() {
        return new Bound(from, false);
    }

    Bound atMost() {
        return new Bound(until, !isDay);
    }

    private static Optional<OffsetDateTime> inRange(OffsetDateTime moment) {
        return Optional.of(moment).filter(one -> one.getYear() >= FIRST_YEAR && one.getYear() <= LAST_YEAR);
    }
}
