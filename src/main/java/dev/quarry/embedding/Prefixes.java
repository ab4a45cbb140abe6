package dev.quarry.embedding;

/**
 * What a model wants before a text to know what it is for, such as e5's {@code "query: "} and {@code "passage: "}.
 *
 * @param query before what somebody asks; empty for none
 * @param passage before what is to be found; empty for none
 */
record Prefixes(String query, String passage) {
    static Prefixes of(EmbeddingConfig.Model settings) {
        return new Prefixes(
                settings.queryPrefix().orElse(""), settings.passagePrefix().orElse(""));
    }

    boolean areEmpty() {
        return query.isEmpty() && passage.isEmpty();
    }
}
