package dev.quarry.search.lexical;

import dev.quarry.chunk.Identifiers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chunks whose title, headings or identifiers are spelled like the query, typing errors allowed. */
public final class Fuzzy {
    private static final int WORDS_OF_A_TITLE = 4;

    /** Each costs a walk through two indexes. */
    private static final int MOST_WORDS = 3;

    private static final int MOST_IDENTIFIERS = 3;

    /** Chunks of a filter whose spellings are compared one by one, at most. */
    private static final int MOST_CHUNKS_COMPARED = 2_000;

    private Fuzzy() {}

    /** Ranks what is similar enough. */
    public static Uni<RankedChunks> search(SqlConnection connection, FuzzyQuestion question) {
        return sought(connection, question)
                .flatMap(sought -> sought.texts().isEmpty()
                        ? Uni.createFrom().item(ranked(new FuzzySql.Similar(List.of(), false), sought))
                        : FilteredChunksSql.find(connection, question.tenant(), question.filter(), MOST_CHUNKS_COMPARED)
                                .flatMap(meant -> FuzzySql.search(connection, question, sought, meant))
                                .map(similar -> ranked(similar, sought)));
    }

    /** A short query may be a title; of a long one, the words that nobody wrote may be misspelled. */
    private static Uni<Sought> sought(SqlConnection connection, FuzzyQuestion question) {
        String text = question.text().strip();
        int length = text.split("\\s+").length;
        List<String> identifiers =
                Identifiers.in(text).stream().limit(MOST_IDENTIFIERS).toList();
        return length <= WORDS_OF_A_TITLE
                ? Uni.createFrom().item(Sought.whole(together(List.of(text), identifiers)))
                : FuzzySql.unknownWords(connection, question.tenant(), text, MOST_WORDS)
                        .map(words -> Sought.some(words, length, identifiers, together(words, identifiers)));
    }

    private static List<String> together(List<String> words, List<String> identifiers) {
        return Stream.concat(words.stream(), identifiers.stream()).distinct().toList();
    }

    private static RankedChunks ranked(FuzzySql.Similar similar, Sought sought) {
        return new RankedChunks(
                similar.best(), !similar.cutOff(), Map.of("sought", sought.texts(), "share", sought.share()));
    }
}
