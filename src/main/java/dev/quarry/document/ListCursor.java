package dev.quarry.document;

import dev.quarry.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page of a list begins: behind this document. Opaque to its caller.
 *
 * @param key what the list is ordered by: a time as ISO 8601, or the beginning of a title as it is indexed
 */
public record ListCursor(UUID id, String key) {
    private static final int PARTS = 4;

    String write(ListRequest.Sort sort, boolean descending) {
        String text = String.join("\n", sort.name(), Boolean.toString(descending), id.toString(), key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Failure.Invalid when the text is no cursor of a list in that order */
    static ListCursor read(String text, ListRequest.Sort sort, boolean descending) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            String[] parts = decoded.split("\n", PARTS);
            if (parts.length == PARTS && decoded.indexOf('\0') < 0) {
                if (!parts[0].equals(sort.name()) || !parts[1].equals(Boolean.toString(descending))) {
                    throw new Failure.Invalid(
                            "cursor",
                            "belongs to another order; send it with the sort and order of the list it came from");
                }
                ListCursor cursor = new ListCursor(UUID.fromString(parts[2]), parts[3]);
                if (sort != ListRequest.Sort.TITLE) {
                    var _ = cursor.moment();
                }
                return cursor;
            }
        } catch (IllegalArgumentException | java.time.DateTimeException notOne) {
            // Told below.
        }
        throw new Failure.Invalid(
                "cursor",
                "is none that this service gave; send the next_cursor of an answer, or none for the first page");
    }

    OffsetDateTime moment() {
        return OffsetDateTime.parse(key);
    }
}
