package dev.quarry.mcp;

import dev.quarry.document.DocumentSource;
import dev.quarry.failure.Failure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document's text.
 *
 * @param offset where it begins, in Unicode code points from 0
 * @param length of the whole text
 * @param nextOffset where to read on; null at the end
 */
@RegisterForReflection
record DocumentText(
        UUID id,
        String title,
        String language,
        String content,
        int offset,
        int length,
        @Nullable Integer nextOffset) {
    /** @throws Failure.Invalid when the part begins behind the text's end */
    static DocumentText of(DocumentSource source, int offset, int most) {
        String text = source.content();
        int length = text.codePointCount(0, text.length());
        if (offset > length) {
            throw new Failure.Invalid("offset", "is behind the text's end, which is at " + length);
        }
        int begin = text.offsetByCodePoints(0, offset);
        int end = length - offset <= most ? text.length() : text.offsetByCodePoints(begin, most);
        int behind = offset + text.codePointCount(begin, end);
        return new DocumentText(
                source.document().id(),
                source.document().title(),
                source.document().language(),
                text.substring(begin, end),
                offset,
                length,
                behind == length ? null : behind);
    }
}
