package dev.quarry.session;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.http.MergedJson;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session's author says of it, checked. */
record SessionDraft(@Nullable String title, JsonObject metadata) {
    private static final Set<String> FIELDS = Set.of("title", "metadata");

    /** @throws Failure.Invalid naming every field that is wrong */
    static SessionDraft of(@Nullable SessionRequest request, SessionConfig config) {
        return request == null
                ? new SessionDraft(null, new JsonObject())
                : checked(request.title(), request.metadata(), config);
    }

    /**
     * The session with a JSON Merge Patch made to it.
     *
     * @throws Failure.Invalid naming every field that is wrong
     */
    SessionDraft with(@Nullable Map<String, @Nullable Object> patch, SessionConfig config) {
        Violations violations = new Violations();
        violations.require(
                patch != null && !patch.isEmpty(), "body", "must be a JSON object that names title, metadata, or both");
        if (patch == null) {
            violations.throwIfAny();
            return this;
        }
        patch.forEach((name, value) -> {
            violations.require(FIELDS.contains(name), name, "is not known here; known are metadata, title");
            violations.require(
                    !name.equals("title") || value == null || value instanceof String,
                    name,
                    "must be a string or null");
            violations.require(
                    !name.equals("metadata") || value == null || value instanceof Map<?, ?>,
                    name,
                    "must be an object or null");
        });
        violations.throwIfAny();
        return checked(
                patch.containsKey("title") ? (String) patch.get("title") : title,
                patch.containsKey("metadata") ? merged(patch.get("metadata")) : metadata.getMap(),
                config);
    }

    @SuppressWarnings("unchecked")
    private @Nullable Map<String, Object> merged(@Nullable Object change) {
        return (Map<String, Object>) MergedJson.of(metadata.getMap(), change);
    }

    private static SessionDraft checked(
            @Nullable String title, @Nullable Map<String, Object> metadata, SessionConfig config) {
        Violations violations = new Violations();
        if (title != null) {
            violations.requireText(title, "title", config.maxTitleLength());
        }
        JsonObject kept = metadata == null ? new JsonObject() : new JsonObject(metadata);
        String json = kept.encode();
        violations.require(
                json.length() <= config.maxMetadataLength(),
                "metadata",
                "has " + json.length() + " characters of JSON; at most " + config.maxMetadataLength() + " are taken");
        // In JSON a NUL is written as an escape; a half of a surrogate pair stands as it is.
        violations.requireStorable(json.replace("\\u0000", "\0"), "metadata");
        violations.throwIfAny();
        return new SessionDraft(title == null ? null : title.strip(), kept);
    }
}
