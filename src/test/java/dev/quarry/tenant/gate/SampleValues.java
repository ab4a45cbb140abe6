package dev.quarry.tenant.gate;

import static dev.quarry.testing.Operations.object;

import dev.quarry.testing.Operations.Body;
import dev.quarry.testing.Operations.Operation;
import dev.quarry.testing.Operations.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as the interface's description has them, so that a request gets as far as its one wrong value. */
final class SampleValues {
    private static final int DEEPEST = 6;
    private static final String SOME_ID = "019a8f2e-4c1b-7d3e-9f00-0123456789ab";

    private final Map<String, Object> schemas;

    SampleValues(Map<String, Object> description) {
        this.schemas = object(object(description, "components"), "schemas");
    }

    /** A place in a request that takes a value. */
    record Place(Operation operation, String in, List<String> name) {
        @Override
        public String toString() {
            return operation + " " + in + " " + String.join(".", name);
        }
    }

    /** Every parameter of the operation, and every field of its body that takes a text or anything. */
    List<Place> places(Operation operation) {
        List<Place> places = new ArrayList<>();
        for (Parameter parameter : operation.parameters()) {
            places.add(new Place(operation, parameter.in(), List.of(parameter.name())));
        }
        Body body = operation.body();
        if (body != null) {
            fields(body.schema(), List.of(), 0).forEach(field -> places.add(new Place(operation, "body", field)));
        }
        return places;
    }

    /** A body as its schema wants it, with the value at that place; null where the operation takes none. */
    @Nullable
    Object body(Operation operation, List<String> place, @Nullable Object value) {
        Body body = operation.body();
        return body == null ? null : sample(body.schema(), List.of(), place, value, 0);
    }

    /** What stands in a path where nothing else is wanted there. */
    static String pathValue() {
        return SOME_ID;
    }

    private List<List<String>> fields(Map<String, Object> schema, List<String> at, int depth) {
        List<List<String>> found = new ArrayList<>();
        Map<String, Object> resolved = resolve(schema);
        Map<String, Object> properties = object(resolved, "properties");
        if (depth > DEEPEST || properties.isEmpty()) {
            found.add(at);
            return found;
        }
        properties.forEach((name, property) -> {
            List<String> there = new ArrayList<>(at);
            there.add(name);
            found.addAll(fields(asObject(property), there, depth + 1));
        });
        return found;
    }

    private @Nullable Object sample(
            Map<String, Object> schema, List<String> at, List<String> place, @Nullable Object value, int depth) {
        if (!place.isEmpty() && at.equals(place)) {
            return value;
        }
        Map<String, Object> resolved = resolve(schema);
        Map<String, Object> properties = object(resolved, "properties");
        if (properties.isEmpty() || depth > DEEPEST) {
            return scalar(resolved);
        }
        List<?> required = (List<?>) resolved.getOrDefault("required", List.of());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        properties.forEach((name, property) -> {
            List<String> there = new ArrayList<>(at);
            there.add(name);
            boolean leads = place.size() >= there.size()
                    && place.subList(0, there.size()).equals(there);
            if (leads || required.contains(name)) {
                body.put(name, sample(asObject(property), there, place, value, depth + 1));
            }
        });
        return body;
    }

    private static Object scalar(Map<String, Object> schema) {
        List<?> allowed = (List<?>) schema.getOrDefault("enum", List.of());
        if (!allowed.isEmpty()) {
            return allowed.getFirst();
        }
        Object type = schema.getOrDefault("type", "object");
        String kind = type instanceof List<?> types ? String.valueOf(types.getFirst()) : String.valueOf(type);
        return switch (kind) {
            case "integer", "number" -> 1;
            case "boolean" -> false;
            case "array" -> List.of();
            case "string" -> "uuid".equals(schema.get("format")) ? SOME_ID : "some text";
            default -> Map.of();
        };
    }

    private Map<String, Object> resolve(Map<String, Object> schema) {
        Object reference = schema.get("$ref");
        if (reference != null) {
            return object(schemas, reference.toString().replaceAll(".*/", ""));
        }
        for (String either : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.get(either) instanceof List<?> choices) {
                for (Object choice : choices) {
                    Map<String, Object> chosen = asObject(choice);
                    if (!"null".equals(chosen.get("type"))) {
                        return resolve(chosen);
                    }
                }
            }
        }
        return schema;
    }

    @SuppressWarnings("unchecked") // It is JSON.
    private static Map<String, Object> asObject(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
