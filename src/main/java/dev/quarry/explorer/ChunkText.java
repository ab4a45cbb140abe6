package dev.quarry.explorer;

import dev.quarry.chunk.ChunkSize;
import dev.quarry.chunk.Tokenizer;
import dev.quarry.explorer.ChunkRow.Slice;
import dev.quarry.explorer.ChunkRow.Text;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks and makes what chunks say. Works the processor: not for the event loop. */
@ApplicationScoped
class ChunkText {
    static final String CONTENT = "content";
    static final String OFFSETS = "offsets";
    static final String CHUNK_IDS = "chunk_ids";

    /** Parts of a split, or chunks of a merge. */
    static final int MOST_TOGETHER = 100;

    private final Tokenizer tokenizer;

    ChunkText(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** @throws Failure.Invalid when it is missing, cannot be stored, or is longer than the embedding model reads */
    Text written(@Nullable String content) {
        Violations violations = new Violations();
        violations.requireText(content, CONTENT, longest());
        violations.throwIfAny();
        String text = trimmed(Objects.requireNonNull(content));
        return new Text(text, tokens(text, CONTENT, "has"), null);
    }

    /**
     * The chunk in parts, cut at offsets into its content; without white space at their ends.
     *
     * @throws Failure.Invalid when an offset is not inside the content or leaves a blank part
     */
    List<Text> split(ChunkRow chunk, List<Integer> offsets) {
        String content = chunk.content();
        int length = content.codePointCount(0, content.length());
        List<Text> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= offsets.size(); i++) {
            int to = i < offsets.size() ? offsets.get(i) : length;
            if (to <= from || (i < offsets.size() && to >= length)) {
                throw new Failure.Invalid(
                        OFFSETS, "must ascend and lie within the content, from 1 to " + (length - 1) + " characters");
            }
            parts.add(part(chunk, from, to));
            from = to;
        }
        return parts;
    }

    private Text part(ChunkRow chunk, int from, int to) {
        String content = chunk.content();
        int start = content.offsetByCodePoints(0, from);
        int end = content.offsetByCodePoints(start, to - from);
        while (start < end && Character.isWhitespace(content.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(content.charAt(end - 1))) {
            end--;
        }
        if (start == end) {
            throw new Failure.Invalid(OFFSETS, "leave a part that is blank, from " + from + " to " + to);
        }
        String part = content.substring(start, end);
        Slice source = null;
        if (chunk.source() != null) {
            int begin = chunk.source().start() + content.codePointCount(0, start);
            source = new Slice(begin, begin + part.codePointCount(0, part.length()));
        }
        return new Text(part, tokens(part, OFFSETS, "leave a part of"), source);
    }

    /**
     * Neighbouring chunks as one.
     *
     * @param stretch the source from the first one's beginning to the last one's end; null where one is no part of the source
     * @throws Failure.Invalid when they are more than the embedding model reads
     */
    Text joined(List<ChunkRow> chunks, @Nullable String stretch) {
        Slice slice = stretch == null ? null : gapless(chunks, stretch);
        String content = slice == null
                ? chunks.stream().map(ChunkRow::content).collect(Collectors.joining("\n"))
                : Objects.requireNonNull(stretch);
        return new Text(content, tokens(content, CHUNK_IDS, "come together to"), slice);
    }

    /** Where the chunks' stretch is in the source; null when there is something between two of them that none says. */
    private static @Nullable Slice gapless(List<ChunkRow> chunks, String stretch) {
        Slice first = Objects.requireNonNull(chunks.getFirst().source());
        int reached = first.start();
        for (ChunkRow chunk : chunks) {
            Slice slice = Objects.requireNonNull(chunk.source());
            boolean follows = slice.start() >= first.start()
                    && (slice.start() <= reached
                            || between(stretch, reached - first.start(), slice.start() - first.start())
                                    .isBlank());
            if (!follows) {
                return null;
            }
            reached = Math.max(reached, slice.end());
        }
        return new Slice(first.start(), reached);
    }

    private static String between(String text, int from, int to) {
        int start = text.offsetByCodePoints(0, from);
        return text.substring(start, text.offsetByCodePoints(start, to - from));
    }

    private int tokens(String content, String field, String come) {
        // Longer ones need no counting, which takes its time.
        int tokens = content.length() > longest() ? Integer.MAX_VALUE : tokenizer.count(content);
        if (tokens > tokenizer.limit()) {
            throw new Failure.Invalid(
                    field,
                    come + " " + (tokens == Integer.MAX_VALUE ? "more" : tokens) + " tokens; the embedding model reads "
                            + tokenizer.limit() + " at most");
        }
        return tokens;
    }

    private int longest() {
        return tokenizer.limit() * ChunkSize.CHARACTERS_PER_TOKEN;
    }

    private static String trimmed(String content) {
        int start = 0;
        int end = content.length();
        while (start < end && Character.isWhitespace(content.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(content.charAt(end - 1))) {
            end--;
        }
        return content.substring(start, end);
    }
}
