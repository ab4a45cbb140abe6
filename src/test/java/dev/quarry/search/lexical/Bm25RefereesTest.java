package dev.quarry.search.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.postgres.Database;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The service's BM25 against the formula written down plainly, and against Lucene's, over random corpora: several languages,
 * a tenant each, chunks taken out again, counts folded and not.
 */
@ServiceTest
class Bm25RefereesTest {
    private static final int CORPORA = 6;
    private static final int QUERIES = 8;
    private static final int ALL = 10_000;
    private static final long NO_BUDGET = Long.MAX_VALUE;

    @Inject
    Database database;

    @Inject
    Rows rows;

    @Test
    void ranking_and_scores_are_those_of_both_referees() {
        forRandomCorpora((corpus, chunks, random, seed) -> {
            String query = corpus.query();
            double k1 = random.nextDouble() * 3;
            double b = random.nextDouble();

            RankedChunks found = search(corpus, query, DocumentFilter.EVERYTHING, ALL, k1, b, NO_BUDGET);

            assertThat(found.exact()).as(seed).isTrue();
            assertRanking(found, PlainBm25.scores(corpus, chunks, query, k1, b), ALL, 1e-9, seed + query);
            assertRanking(found, LuceneBm25.scores(corpus, chunks, query, k1, b), ALL, 1e-4, seed + query);
            assertThat(found.best())
                    .as(seed)
                    .allSatisfy(hit -> assertThat(hit.relevance()).isBetween(0.0, 1.0));
        });
    }

    /** Budgets and limits so small that words are cut off and looked up; what is called exact must be. */
    @Test
    void what_is_called_exact_is_the_referees_ranking_whatever_the_budget() {
        int[] proven = new int[2];
        forRandomCorpora((corpus, chunks, random, seed) -> {
            String query = corpus.query();
            int limit = 1 + random.nextInt(6);
            long budget = 1L + random.nextInt(60);

            RankedChunks found = search(corpus, query, DocumentFilter.EVERYTHING, limit, 1.2, 0.75, budget);

            Map<UUID, Double> expected = PlainBm25.scores(corpus, chunks, query, 1.2, 0.75);
            found.best()
                    .forEach(hit -> assertThat(hit.score())
                            .as(seed + query)
                            .isCloseTo(expected.get(hit.chunkId()), within(1e-9)));
            assertThat(found.best()).as(seed + query).hasSizeLessThanOrEqualTo(limit);
            if (found.exact()) {
                assertRanking(found, expected, limit, 1e-9, seed + query);
            }
            proven[found.exact() ? 1 : 0]++;
        });
        assertThat(proven[0]).as("cut off").isPositive();
        assertThat(proven[1]).as("exact").isPositive();
    }

    @Test
    void phrases_and_exclusions_leave_the_best_of_those_that_satisfy_them() {
        forRandomCorpora((corpus, chunks, random, seed) -> {
            String phrase = corpus.phrase();
            String excluded = random.nextBoolean() ? corpus.word() : corpus.phrase();
            boolean both = random.nextBoolean();
            String query = corpus.query() + " \"" + phrase + "\"" + (both ? " -\"" + excluded + "\"" : "");
            int limit = 1 + random.nextInt(10);

            RankedChunks found = search(corpus, query, DocumentFilter.EVERYTHING, limit, 1.2, 0.75, NO_BUDGET);

            Map<UUID, Double> expected = only(
                    chunk -> chunk.says(phrase) && !(both && chunk.says(excluded)),
                    chunks,
                    PlainBm25.scores(corpus, chunks, QueryText.parse(query).wanted(), 1.2, 0.75));
            assertThat(found.exact()).as(seed + query).isTrue();
            assertRanking(found, expected, limit, 1e-9, seed + query);
        });
    }

    @Test
    void a_filter_gives_k_of_the_documents_that_are_meant_with_the_whole_tenants_counts() {
        forRandomCorpora((corpus, chunks, random, seed) -> {
            String query = corpus.query();
            int limit = 1 + random.nextInt(20);
            boolean few = random.nextBoolean();
            DocumentFilter filter =
                    DocumentFilter.parse(few ? Map.of("metadata.number", 1) : Map.of("metadata.even", true), "filter");

            RankedChunks found = search(corpus, query, filter, limit, 1.2, 0.75, NO_BUDGET);

            Map<UUID, Double> expected = only(
                    chunk -> few ? chunk.document() == 1 : chunk.document() % 2 == 0,
                    chunks,
                    PlainBm25.scores(corpus, chunks, query, 1.2, 0.75));
            assertThat(found.exact()).as(seed + query).isTrue();
            assertRanking(found, expected, limit, 1e-9, seed + query);
        });
    }

    /** What is done with a corpus and its chunks; the last argument names the seed, for messages. */
    @FunctionalInterface
    private interface Trial {
        void on(RandomCorpus corpus, List<RandomCorpus.Chunk> chunks, Random random, String seed);
    }

    private void forRandomCorpora(Trial trial) {
        for (int i = 0; i < CORPORA; i++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            RandomCorpus corpus = new RandomCorpus(database, rows, random);
            List<RandomCorpus.Chunk> chunks = corpus.chunks();
            for (int query = 0; query < QUERIES; query++) {
                trial.on(corpus, chunks, random, "seed " + seed + ", query ");
            }
        }
    }

    private RankedChunks search(
            RandomCorpus corpus, String query, DocumentFilter filter, int limit, double k1, double b, long budget) {
        Bm25Question question = new Bm25Question(
                corpus.tenant(), QueryText.parse(query), filter, limit, new Bm25Question.Settings(k1, b, budget));
        return database.read(
                        corpus.tenant().rows(), Duration.ofSeconds(20), connection -> Bm25.search(connection, question))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private static Map<UUID, Double> only(
            Predicate<RandomCorpus.Chunk> condition, List<RandomCorpus.Chunk> chunks, Map<UUID, Double> scores) {
        Map<UUID, Double> only = new HashMap<>();
        chunks.stream()
                .filter(condition)
                .filter(chunk -> scores.containsKey(chunk.id()))
                .forEach(chunk -> only.put(chunk.id(), scores.get(chunk.id())));
        return only;
    }

    /** Chunks of equal score may stand in either order. */
    private static void assertRanking(
            RankedChunks found, Map<UUID, Double> expected, int limit, double exactness, String description) {
        List<Double> best = expected.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .toList();
        assertThat(found.best()).as(description).hasSameSizeAs(best);
        for (int rank = 0; rank < best.size(); rank++) {
            ScoredChunk hit = found.best().get(rank);
            assertThat(hit.score()).as("%s, rank %d", description, rank).isCloseTo(best.get(rank), within(exactness));
            assertThat(hit.score())
                    .as("%s, chunk %s", description, hit.chunkId())
                    .isCloseTo(expected.get(hit.chunkId()), within(exactness));
        }
    }
}
