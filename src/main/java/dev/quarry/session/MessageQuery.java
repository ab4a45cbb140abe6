package dev.quarry.session;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.http.Page;
import dev.quarry.http.QueryParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a session a list shows.
 *
 * @param behind the position behind which the page begins, in the list's order
 * @param words each of which a message must say; none for all messages
 */
record MessageQuery(boolean newestFirst, int behind, List<String> words, int limit) {
    private static final int MOST_WORDS = 16;
    private static final int LONGEST_QUERY = 1000;

    private enum Order {
        ASC,
        DESC
    }

    /** @throws Failure.Invalid when a parameter has the wrong form */
    static MessageQuery read(
            @Nullable String q, @Nullable String order, @Nullable String limit, @Nullable String cursor) {
        boolean newestFirst = QueryParameters.oneOf("order", order, Order.class) == Order.DESC;
        Violations violations = new Violations();
        violations.requireOptionalText(q, "q", LONGEST_QUERY);
        violations.require(
                cursor == null || cursor.matches("[0-9]{1,9}"),
                "cursor",
                "is none that this service gave; send the next_cursor of an answer, or none for the first page");
        violations.throwIfAny();
        List<String> words =
                q == null || q.isBlank() ? List.of() : List.of(q.strip().split("\\s+", -1));
        if (words.size() > MOST_WORDS) {
            throw new Failure.Invalid("q", "has " + words.size() + " words; at most " + MOST_WORDS + " are looked for");
        }
        int first = newestFirst ? Integer.MAX_VALUE : 0;
        return new MessageQuery(
                newestFirst,
                cursor == null ? first : Integer.parseInt(cursor),
                words,
                Page.of(limit, null, null).limit());
    }
}
