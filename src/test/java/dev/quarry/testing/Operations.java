package dev.quarry.testing;

import static io.restassured.RestAssured.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations of the interface, read from its own description: one that is added is found without anybody naming it. */
public final class Operations {
    private Operations() {}

    /**
     * A parameter of the path, the query or the headers.
     *
     * @param in path, query or header
     */
    public record Parameter(String name, String in, Map<String, Object> schema) {}

    /**
     * One operation.
     *
     * @param body the media type and the schema of its body; null where it takes none
     */
    public record Operation(
            String method,
            String path,
            List<Parameter> parameters,
            @Nullable Body body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** What a request carries. */
    public record Body(String mediaType, Map<String, Object> schema) {}

    /** The whole description. */
    public static Map<String, Object> description() {
        return given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("$");
    }

    public static List<Operation> all() {
        Map<String, Object> description = description();
        List<Operation> all = new ArrayList<>();
        object(description, "paths").forEach((path, item) -> {
            Map<String, Object> shared = cast(item);
            shared.forEach((method, operation) -> {
                if (!"parameters".equals(method)) {
                    all.add(operation(method, path, shared, cast(operation)));
                }
            });
        });
        return all;
    }

    /** A part of the description that is an object; empty where it is absent. */
    public static Map<String, Object> object(Map<String, Object> parent, String name) {
        Object found = parent.get(name);
        return found == null ? Map.of() : cast(found);
    }

    private static Operation operation(
            String method, String path, Map<String, Object> shared, Map<String, Object> operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (Map<String, Object> holder : List.of(shared, operation)) {
            for (Object parameter : (List<?>) holder.getOrDefault("parameters", List.of())) {
                Map<String, Object> given = cast(parameter);
                parameters.add(new Parameter(text(given, "name"), text(given, "in"), object(given, "schema")));
            }
        }
        Map<String, Object> contents = object(object(operation, "requestBody"), "content");
        Body body = contents.entrySet().stream()
                .findFirst()
                .map(content -> new Body(content.getKey(), object(cast(content.getValue()), "schema")))
                .orElse(null);
        return new Operation(method.toUpperCase(Locale.ROOT), path, List.copyOf(parameters), body);
    }

    private static String text(Map<String, Object> parent, String name) {
        return Objects.requireNonNull(parent.get(name), name).toString();
    }

    @SuppressWarnings("unchecked") // It is JSON.
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }
}
