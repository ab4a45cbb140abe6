package dev.quarry.embedding.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The header {@code Retry-After}: seconds, or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
public final class RetryAfter {
    /** A provider that wants more than a day is asked again after one. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** @return nothing when the value is neither; a date that has passed is no wait at all */
    public static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        return text.matches("\\d{1,9}(\\.\\d{1,9})?") ? Optional.of(seconds(text)) : date(text, now);
    }

    /** Decimals are not in the standard, but sent. */
    private static Duration seconds(String text) {
        return bounded(Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000)));
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(bounded(Duration.between(now, until)));
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
