package dev.quarry.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How searches are made. */
@ConfigMapping(prefix = "quarry.search")
public interface SearchConfig {
    /** Characters of a query at most. */
    @WithDefault("4000")
    int maxQueryLength();

    /** Hits of one answer at most. */
    @WithDefault("1000")
    int maxK();

    /** Hits that each capability contributes to the fusion, at least. */
    @WithDefault("100")
    int depth();

    /** Hits among which {@code diversity} chooses. */
    @WithDefault("100")
    int diversityCandidates();

    /** How long a search may take where the caller does not say. */
    @WithDefault("5s")
    Duration deadline();

    /** The longest deadline that a caller may ask for. */
    @WithDefault("30s")
    Duration longestDeadline();

    /**
     * Whether a search takes its connections one after the other where its legs would have to queue for them; else it asks for
     * all at once.
     */
    @WithDefault("true")
    boolean narrowWhenCrowded();

    /** How hits are fused where the caller does not say: weighted_sum or reciprocal_rank. */
    @WithDefault("weighted-sum")
    FusionMethod fusion();

    /** The constant of reciprocal rank fusion: the larger, the less the first ranks stand out. */
    @WithDefault("60")
    int reciprocalRankConstant();

    /** Search by meaning. */
    Vector vector();

    /** Search by words. */
    Bm25 bm25();

    /** Search by similar spelling. */
    Fuzzy fuzzy();

    /** Settings of {@code vector}. */
    interface Vector {
        /** How long it may take. */
        @WithDefault("3s")
        Duration deadline();

        /** Its share in the fusion. Cosines spread less than lexical relevance does: docs/evaluation.md has the figures. */
        @WithDefault("0.7")
        double weight();
    }

    /** Settings of {@code bm25}. */
    interface Bm25 {
        /** How long it may take. */
        @WithDefault("3s")
        Duration deadline();

        /** Its share in the fusion. */
        @WithDefault("1.0")
        double weight();

        /** How soon further occurrences of a word stop counting, from 0 (at once) to 100. */
        @WithDefault("1.2")
        double k1();

        /** How much a chunk's length counts, from 0 to 1. */
        @WithDefault("0.75")
        double b();

        /**
         * Entries of the lexical index that one search reads at most. Where the words are in more passages than that, the
         * rarest words' passages are compared, and the answer says that it is not exact.
         */
        @WithDefault("500000")
        long postings();
    }

    /** Settings of {@code fuzzy}. */
    interface Fuzzy {
        /** How long it may take. */
        @WithDefault("2s")
        Duration deadline();

        /** Its share in the fusion. */
        @WithDefault("0.3")
        double weight();

        /** How similar a title, a heading or an identifier must be, from 0 to 1. */
        @WithDefault("0.5")
        double minSimilarity();
    }
}
