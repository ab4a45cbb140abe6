package dev.quarry.chunk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways to cut a text, by the names that requests, settings and rows have for them. */
public enum ChunkingStrategy {
    RECURSIVE(
            "Cuts at the strongest boundary that makes the pieces fit: headings, paragraphs, lines, sentences, words."),
    FIXED("Fills every chunk to its size, whole words, whatever the text says."),
    SENTENCE("Fills every chunk with whole sentences."),
    MARKDOWN(
            "Makes a chunk of each section under its heading; cuts large sections, joins tiny ones with their neighbours."),
    PAGE("Makes a chunk of each page (form feeds part them); cuts pages that are too large."),
    SEMANTIC("Cuts where the meaning of neighbouring sentences parts, by the embedding model's vectors.");

    private final String description;

    ChunkingStrategy(String description) {
        this.description = description;
    }

    /** Its name in requests and rows, such as {@code recursive}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it does, a sentence. */
    public String description() {
        return description;
    }

    /** @param vectors for the strategies that look at what sentences mean; the others never ask */
    public Chunker chunker(SentenceVectors vectors) {
        return switch (this) {
            case RECURSIVE -> new RecursiveChunker();
            case FIXED -> new FixedChunker();
            case SENTENCE -> new SentenceChunker();
            case MARKDOWN -> new MarkdownChunker();
            case PAGE -> new PageChunker();
            case SEMANTIC -> new SemanticChunker(vectors);
        };
    }

    /** The strategy of that name, exactly as {@link #label()} has it. */
    public static Optional<ChunkingStrategy> labelled(String label) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.label().equals(label))
                .findFirst();
    }

    /** All names, for a message that says what is allowed. */
    public static String labels() {
        return List.of(values()).stream().map(ChunkingStrategy::label).collect(Collectors.joining(", "));
    }
}
