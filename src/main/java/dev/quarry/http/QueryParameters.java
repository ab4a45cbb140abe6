package dev.quarry.http;

import dev.quarry.failure.Failure;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads parameters of a query. */
public final class QueryParameters {
    private QueryParameters() {}

    /**
     * One of an enum's values, as the interface writes them: in lower case.
     *
     * @return null when the parameter is absent
     * @throws Failure.Invalid when it is none of them; the message names all
     */
    public static <E extends Enum<E>> @Nullable E oneOf(String name, @Nullable String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        for (E value : type.getEnumConstants()) {
            if (label(value).equals(text)) {
                return value;
            }
        }
        throw new Failure.Invalid(
                name,
                "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(QueryParameters::label)
                                .collect(Collectors.joining(", ")));
    }

    /**
     * True or false.
     *
     * @return false when the parameter is absent
     * @throws Failure.Invalid when it is neither
     */
    public static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true") || text.isEmpty()) {
            return true;
        }
        throw new Failure.Invalid(name, "must be true or false");
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
