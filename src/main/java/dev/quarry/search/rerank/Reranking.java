package dev.quarry.search.rerank;

import java.util.List;

/** What came of asking for a second opinion. */
public sealed interface Reranking {
    /**
     * The passages that were judged.
     *
     * @param judged best first, each passage once at most
     */
    record Done(List<Judged> judged) implements Reranking {
        public Done {
            judged = List.copyOf(judged);
        }
    }

    /** The deadline passed first. */
    record Late(String reason) implements Reranking {}

    /** It failed; the reason is fit for the caller. */
    record Failed(String reason) implements Reranking {}

    /**
     * One passage's judgement.
     *
     * @param index among the passages that were sent, from 0
     * @param score on the model's own scale, larger is better
     */
    record Judged(int index, double score) {}
}
