package dev.quarry.document;

import dev.quarry.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request demands of the state that it finds.
 *
 * @param match tags of which the document must have one, {@code *} for any; empty where nothing is demanded
 * @param noneMatch tags of which it must have none, {@code *} for any
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-preconditions">RFC 9110: preconditions</a>
 */
record Precondition(List<String> match, List<String> noneMatch) {
    static final Precondition NONE = new Precondition(List.of(), List.of());

    private static final String ANY = "*";
    private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?(\"[^\"]*\")\\s*(?:,|$)");

    /** @throws Failure.Invalid when a header is neither {@code *} nor a list of tags */
    static Precondition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new Precondition(tags("If-Match", ifMatch), tags("If-None-Match", ifNoneMatch));
    }

    boolean isNone() {
        return match.isEmpty() && noneMatch.isEmpty();
    }

    /** @throws Failure.PreconditionFailed when the document is not in the state that is demanded */
    void requireOf(Document document) {
        EntityTag tag = EntityTag.of(document);
        if (!match.isEmpty() && match.stream().noneMatch(one -> one.equals(ANY) || tag.isSameEdit(one))) {
            throw new Failure.PreconditionFailed("the document was changed since: its ETag is " + tag.header()
                    + ", which If-Match does not name; read it again and repeat the change on what it is now");
        }
        if (isNoneMatchBy(tag)) {
            throw new Failure.PreconditionFailed(
                    "the document is there, with the ETag " + tag.header() + ", and If-None-Match names it");
        }
    }

    /** @throws Failure.Invalid when something is demanded of a document that is not named */
    void requireSubject(@Nullable String externalId) {
        if (externalId == null && !isNone()) {
            throw new Failure.Invalid(
                    "external_id",
                    "is required beside If-Match and If-None-Match: it names the document they are about");
        }
    }

    /** @throws Failure.PreconditionFailed when a document is demanded */
    void requireOfNothing() {
        if (!match.isEmpty()) {
            throw new Failure.PreconditionFailed("there is no such document, and If-Match demands one");
        }
    }

    /** Whether the caller has this state already. */
    boolean knows(EntityTag tag) {
        return noneMatch.stream().anyMatch(one -> one.equals(ANY) || tag.isSame(one));
    }

    private boolean isNoneMatchBy(EntityTag tag) {
        return noneMatch.stream().anyMatch(one -> one.equals(ANY) || tag.isSameEdit(one));
    }

    private static List<String> tags(String header, @Nullable String value) {
        if (value == null) {
            return List.of();
        }
        if (value.strip().equals(ANY)) {
            return List.of(ANY);
        }
        List<String> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(value);
        int end = 0;
        while (end < value.length() && matcher.find(end) && matcher.start() == end) {
            tags.add(matcher.group(1));
            end = matcher.end();
        }
        if (end < value.length() || tags.isEmpty()) {
            throw new Failure.Invalid(header, "must be * or ETags as answers give them, in their quotation marks");
        }
        return tags;
    }
}
