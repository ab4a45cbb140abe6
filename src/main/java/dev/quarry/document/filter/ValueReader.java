package dev.quarry.document.filter;

import dev.quarry.document.Document;
import dev.quarry.failure.Violations;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of a filter: a text, a number as {@link BigDecimal}, a boolean, or {@link Moments}, as the field has them. */
final class ValueReader {
    private static final List<String> STATUSES = Arrays.stream(Document.Status.values())
            .map(status -> status.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Violations violations;

    ValueReader(Violations violations) {
        this.violations = violations;
    }

    /** A value that the field may be equal to; empty when it is none, which is noted. */
    Optional<Object> equal(Field field, @Nullable Object value, String at) {
        return switch (value) {
            case null -> refused(at, "must not be null; {\"exists\": false} asks for what is not there");
            case String text -> text(field, text, at);
            case Number number when isFree(field) -> number(number, at);
            case Boolean truth when isFree(field) -> Optional.of(truth);
            default -> refused(at, form(field));
        };
    }

    /** A value that the field may be greater or less than. */
    Optional<Object> bound(Field field, @Nullable Object value, String at) {
        if (value instanceof Boolean) {
            return refused(at, "must be a string or a number: true and false have no order");
        }
        return equal(field, value, at).filter(typed -> !(typed instanceof String text) || isShort(text, at));
    }

    Optional<String> prefix(@Nullable Object value, String at) {
        if (value instanceof String text && !text.isEmpty()) {
            violations.requireStorable(text, at);
            return isShort(text, at) ? Optional.of(text) : Optional.empty();
        }
        return refused(at, "must be a string with one character at least");
    }

    Optional<Boolean> truth(@Nullable Object value, String at) {
        return value instanceof Boolean truth ? Optional.of(truth) : refused(at, "must be true or false");
    }

    private static boolean isFree(Field field) {
        return field.kind() == Field.Kind.METADATA || field.kind() == Field.Kind.TAGS;
    }

    private static String form(Field field) {
        if (field.kind().isMoment()) {
            return Moments.FORM;
        }
        return isFree(field) ? "must be a string, a number, true or false" : "must be a string";
    }

    private Optional<Object> text(Field field, String text, String at) {
        if (field.kind().isMoment()) {
            Optional<Moments> moments = Moments.parse(text);
            violations.require(moments.isPresent(), at, Moments.FORM);
            return moments.map(Object.class::cast);
        }
        violations.requireStorable(text, at);
        if (field.kind() == Field.Kind.STATUS && !STATUSES.contains(text)) {
            return refused(at, "must be one of " + String.join(", ", STATUSES));
        }
        return Optional.of(text);
    }

    private Optional<Object> number(Number number, String at) {
        try {
            return Optional.of(new BigDecimal(number.toString()));
        } catch (NumberFormatException infinite) {
            return refused(at, "is too large a number");
        }
    }

    private boolean isShort(String text, String at) {
        int length = ShortText.length(text);
        boolean isShort = length <= ShortText.LONGEST_VALUE;
        violations.require(
                isShort,
                at,
                "has " + length + " characters; at most " + ShortText.LONGEST_VALUE + " are compared by order");
        return isShort;
    }

    private <T> Optional<T> refused(String at, String message) {
        violations.require(false, at, message);
        return Optional.empty();
    }
}
