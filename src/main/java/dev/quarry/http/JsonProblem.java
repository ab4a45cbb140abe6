package dev.quarry.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.quarry.failure.Failure;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of JSON that cannot be read which field is wrong and why. The parser's own words name Java classes: never those. */
final class JsonProblem {
    private static final String BODY = "body";

    private JsonProblem() {}

    static Failure.Invalid of(JacksonException error) {
        return switch (error) {
            case UnrecognizedPropertyException unknown ->
                new Failure.Invalid(path(unknown), "is not known here; known are " + known(unknown));
            case InvalidFormatException format ->
                new Failure.Invalid(path(format), "must be " + typeName(format.getTargetType()));
            case MismatchedInputException mismatch ->
                new Failure.Invalid(path(mismatch), "must be " + typeName(mismatch.getTargetType()));
            case JsonMappingException mapping
            when failureIn(mapping) != null -> java.util.Objects.requireNonNull(failureIn(mapping));
            case JsonMappingException mapping -> new Failure.Invalid(path(mapping), unreadable(mapping));
            default -> new Failure.Invalid(BODY, unreadable(error));
        };
    }

    private static String unreadable(JacksonException error) {
        JsonLocation at = error.getLocation();
        String place = at == null ? "" : " near line " + at.getLineNr() + ", column " + at.getColumnNr();
        return "is not well-formed JSON in UTF-8" + place;
    }

    private static Failure.@Nullable Invalid failureIn(Throwable error) {
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure.Invalid invalid) {
                return invalid;
            }
        }
        return null;
    }

    private static String path(JsonMappingException error) {
        String path = error.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? BODY : path;
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds() == null
                ? "none"
                : unknown.getKnownPropertyIds().stream()
                        .map(String::valueOf)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String typeName(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (type == Double.class || type == double.class) {
            return "a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "one of "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(java.util.Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        return java.util.Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }
}
