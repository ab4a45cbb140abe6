package dev.quarry.document;

import dev.quarry.failure.Violations;
import dev.quarry.http.MergedJson;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A change to a document: what it names is replaced, what it has null for is removed, objects are changed in the same way.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396: JSON Merge Patch</a>
 */
final class MergePatch {
    /** Of these no chunk depends. */
    private static final Set<String> BESIDE_THE_TEXT = Set.of("external_id", "source_uri", "metadata");

    private static final Set<String> FIELDS =
            new TreeSet<>(Set.of("title", "content", "external_id", "source_uri", "language", "metadata"));

    private final Map<String, @Nullable Object> changes;

    private MergePatch(Map<String, @Nullable Object> changes) {
        this.changes = changes;
    }

    /** @throws dev.quarry.failure.Failure.Invalid when there is nothing to change, or something of the wrong type */
    static MergePatch of(@Nullable Map<String, @Nullable Object> changes) {
        Violations violations = new Violations();
        violations.require(
                changes != null && !changes.isEmpty(),
                "body",
                "must be a JSON object that names a field to change: " + String.join(", ", FIELDS));
        if (changes != null) {
            changes.forEach((name, value) -> check(name, value, violations));
        }
        violations.throwIfAny();
        return new MergePatch(changes == null ? Map.of() : changes);
    }

    /** Whether every chunk stays what it is. */
    boolean isBesideTheText() {
        return BESIDE_THE_TEXT.containsAll(changes.keySet());
    }

    /** The document as it is with the change. */
    DocumentRequest applyTo(DocumentRequest document) {
        return new DocumentRequest(
                text("title", document.title()),
                text("content", document.content()),
                text("external_id", document.externalId()),
                text("source_uri", document.sourceUri()),
                text("language", document.language()),
                changes.containsKey("metadata") ? metadata(document) : document.metadata(),
                document.chunking());
    }

    private static void check(String name, @Nullable Object value, Violations violations) {
        violations.require(FIELDS.contains(name), name, "is not known here; known are " + String.join(", ", FIELDS));
        if (name.equals("metadata")) {
            violations.require(value == null || value instanceof Map<?, ?>, name, "must be an object or null");
        } else if (FIELDS.contains(name)) {
            violations.require(value == null || value instanceof String, name, "must be a string or null");
        }
    }

    private @Nullable String text(String name, @Nullable String before) {
        return changes.containsKey(name) ? (String) changes.get(name) : before;
    }

    @SuppressWarnings("unchecked")
    private @Nullable Map<String, Object> metadata(DocumentRequest document) {
        return (Map<String, Object>) MergedJson.of(document.metadata(), changes.get("metadata"));
    }
}
