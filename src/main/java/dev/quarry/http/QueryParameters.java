package dev.quarry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads parameters of a query. */
public final class QueryParameters {
    private static final TypeReference<Map<String, Object>> JSON_OBJECT = new TypeReference<>() {};

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

    /** @throws Failure.Invalid when there are parameters besides those that are allowed */
    public static void requireKnown(Set<String> given, Set<String> allowed) {
        Violations violations = new Violations();
        given.forEach(name -> violations.require(
                allowed.contains(name), name, "is not known here; known are " + String.join(", ", allowed)));
        violations.throwIfAny();
    }

    /**
     * The value of a parameter.
     *
     * @return null when the parameter is absent
     * @throws Failure.Invalid when it is given several times
     */
    public static @Nullable String single(Map<String, List<String>> given, String name) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new Failure.Invalid(name, "is given " + values.size() + " times; it is taken once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** @throws Failure.Invalid when the text is no JSON object */
    public static Map<String, Object> jsonObject(String name, String text, ObjectMapper json) {
        try {
            Map<String, Object> object = json.readValue(text, JSON_OBJECT);
            if (object != null) {
                return object;
            }
        } catch (JsonProcessingException notShown) {
            // Its message names classes.
        }
        throw new Failure.Invalid(name, "is no JSON object such as {\"language\":\"en\"}");
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
