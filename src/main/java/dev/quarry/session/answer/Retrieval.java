package dev.quarry.session.answer;

import dev.quarry.search.SearchAnswer;
import dev.quarry.search.SearchAnswer.FoundChunk;
import dev.quarry.search.SearchRequest;
import dev.quarry.search.Searcher;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Finds the passages that an answer is made of. Rows of the user's own tables are none: they have no chunk to cite. */
@ApplicationScoped
class Retrieval {
    private final Searcher searcher;
    private final AnswerConfig config;

    Retrieval(Searcher searcher, AnswerConfig config) {
        this.searcher = searcher;
        this.config = config;
    }

    /** @param query the question as it stands on its own */
    Uni<Retrieved> retrieve(Question question, String query) {
        QuestionOptions options = question.options();
        int k = Objects.requireNonNullElse(options.k(), config.passages());
        SearchRequest request = new SearchRequest(
                plain(query),
                k,
                options.capabilities(),
                null,
                null,
                null,
                options.filter(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return searcher.search(question.tenant(), request)
                .map(answer -> new Retrieved(query, excerpts(answer), answer.degraded(), answer.tookMs()));
    }

    /** In a conversation quotation marks and dashes are no conditions of a search. */
    static String plain(String query) {
        String words = query.replaceAll("[\"“”„]", " ").replaceAll("(?<!\\S)-+(?=\\p{L})", " ");
        return words.isBlank() ? query : words.strip();
    }

    private static List<Excerpt> excerpts(SearchAnswer answer) {
        List<Excerpt> excerpts = new ArrayList<>();
        for (FoundChunk hit : answer.hits()) {
            if (hit.chunkId() != null && hit.documentId() != null && hit.content() != null) {
                excerpts.add(new Excerpt(
                        excerpts.size() + 1,
                        hit.chunkId(),
                        hit.documentId(),
                        hit.title(),
                        Objects.requireNonNullElse(hit.headingPath(), ""),
                        hit.content(),
                        Objects.requireNonNullElse(hit.score(), 0.0)));
            }
        }
        return excerpts;
    }
}
