package dev.quarry.http;

import dev.quarry.failure.Failure;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The header If-Match: a change is made only where what is stored still has one of these entity tags. An entity tag is the
 * number of a version in quotes, such as {@code "3"}.
 *
 * @param tags empty where any version will do
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-match">RFC 9110: If-Match</a>
 */
public record IfMatch(Optional<Set<String>> tags) {
    public static final String HEADER = "If-Match";

    /** Said of the header in the interface's description. */
    public static final String DESCRIPTION =
            "The entity tag (ETag) that was read: the change is refused with 412 where there is another by now.";

    private static final Pattern TAG = Pattern.compile("(W/)?\"[^\"\\p{Cntrl}]*\"");

    /** @throws Failure.Invalid when the header is neither {@code *} nor entity tags with commas between them */
    public static IfMatch of(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return new IfMatch(Optional.empty());
        }
        Set<String> tags =
                Arrays.stream(header.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        if (!tags.stream().allMatch(tag -> TAG.matcher(tag).matches())) {
            throw new Failure.Invalid(HEADER, "must be * or an entity tag in double quotes, as ETag has it");
        }
        return new IfMatch(Optional.of(tags));
    }

    /** The entity tag of a version. */
    public static String tagOf(int version) {
        return "\"" + version + "\"";
    }

    /**
     * Refuses versions that the caller has not seen.
     *
     * @param what is changed, such as {@code chunk 019a…}
     * @throws Failure.PreconditionFailed when the version is none of those
     */
    public void require(int version, String what) {
        if (tags.isPresent() && !tags.get().contains(tagOf(version))) {
            throw new Failure.PreconditionFailed(what + " was changed meanwhile: its entity tag is " + tagOf(version)
                    + "; read it again and decide anew");
        }
    }
}
