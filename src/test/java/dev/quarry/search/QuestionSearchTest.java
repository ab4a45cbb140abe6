package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.ServiceTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How deep a search looks, and what becomes of it when the deeper look goes wrong. Its capabilities find records. */
@ServiceTest
class QuestionSearchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FIRST_DEPTH = 5;
    private static final int END = 1000;

    @Inject
    QuestionSearch search;

    @Inject
    EmbeddingSpaces spaces;

    @Test
    void a_deeper_look_that_fails_takes_nothing_from_what_was_found() {
        Asked only = new Asked("only", 30).fromTheSecondTimeOn(hits -> failing());

        SearchAnswer answer = answer(question("x", 10, 0, only));

        assertThat(only.depths).containsExactly(5, 10);
        assertThat(answer.hits()).hasSize(FIRST_DEPTH);
        assertThat(answer.degraded()).isTrue();
        assertThat(answer.next()).isNotNull();
    }

    @Test
    void a_leg_that_answered_is_not_lost_to_a_deeper_look() {
        Asked steady = new Asked("steady", 30);
        Asked fickle = new Asked("fickle", 4).fromTheSecondTimeOn(hits -> failing());

        SearchAnswer answer = answer(question("x", 20, 0, steady, fickle));

        assertThat(steady.depths).containsExactly(5, 10);
        assertThat(answer.legs()).extracting(SearchAnswer.LegReport::status).containsOnly("ok");
        assertThat(answer.hits()).hasSize(FIRST_DEPTH + 4);
        assertThat(answer.degraded()).isTrue();
    }

    @Test
    void no_deeper_look_is_begun_that_time_is_too_short_for() {
        Asked slow =
                new Asked("slow", 30).always(hits -> hits.onItem().delayIt().by(Duration.ofMillis(700)));

        SearchAnswer answer = answer(question("x", 10, 0, slow, Duration.ofSeconds(1)));

        assertThat(slow.depths).containsExactly(5);
        assertThat(answer.hits()).hasSize(FIRST_DEPTH);
        assertThat(answer.degraded()).isTrue();
        assertThat(answer.next()).isNotNull();
    }

    /** The cursor asks for more than the page before it did: a page without hits would lead to itself. */
    @Test
    void the_page_after_one_that_was_cut_short_begins_deeper() {
        Asked only = new Asked("only", 30).fromTheSecondTimeOn(hits -> failing());

        String next = answer(question("x", 10, 0, only)).next();

        assertThat(cursors().ranked(next)).contains(new Cursor.Ranked(FIRST_DEPTH, 2 * FIRST_DEPTH));
    }

    @Test
    void what_is_all_there_is_neither_degraded_nor_goes_on() {
        SearchAnswer answer = answer(question("x", 100, 0, new Asked("only", 30)));

        assertThat(answer.hits()).hasSize(30);
        assertThat(answer.degraded()).isFalse();
        assertThat(answer.next()).isNull();
    }

    @Test
    void a_query_with_exclusions_is_asked_for_all_at_once() {
        Asked only = new Asked("only", 30);

        assertThat(answer(question("x -y", 40, 0, only)).hits()).hasSize(30);
        assertThat(only.depths).containsExactly(5, END);
    }

    /** Or a page's hits would depend on how long the page is. */
    @Test
    void diversity_chooses_among_as_many_whatever_the_page() {
        Asked only = new Asked("only", 30);

        assertThat(answer(question("x", 2, 0.5, only)).hits()).hasSize(2);
        assertThat(only.depths).containsExactly(5, 10, 20, 40);
    }

    @Test
    void a_text_is_embedded_once_however_deep_a_search_looks() {
        Asked only = new Asked("only", 30);

        assertThat(answer(question("x", 40, 0, only)).hits()).hasSize(30);

        assertThat(only.depths).hasSizeGreaterThan(1);
        assertThat(only.embedded).hasValue(1);
    }

    @Test
    void a_weight_that_takes_long_is_not_waited_for() {
        Asked hesitant = new Asked("hesitant", 30) {
            @Override
            public Uni<Double> weightFor(SearchQuery query) {
                return Uni.createFrom().nothing();
            }
        };

        SearchAnswer answer = answer(question("x", 5, 0, hesitant, Duration.ofSeconds(10)));

        assertThat(answer.hits()).hasSize(5);
        assertThat(answer.tookMs()).isLessThan(5_000);
    }

    /** Or a full pool would read as a fault of the service: 502 instead of 503. */
    @Test
    void no_room_is_told_from_a_failure() {
        Asked crowded = new Asked("crowded", 30)
                .always(hits -> Uni.createFrom().failure(new Failure.Busy("full", Duration.ofSeconds(1), null)));
        Asked broken = new Asked("broken", 30).always(hits -> failing());

        assertThatExceptionOfType(Failure.Busy.class).isThrownBy(() -> answer(question("x", 5, 0, crowded, broken)));
        assertThatExceptionOfType(Failure.Upstream.class).isThrownBy(() -> answer(question("x", 5, 0, broken)));
    }

    private SearchAnswer answer(SearchPlan.Question question) {
        return search.answer(question).await().atMost(PATIENCE);
    }

    private static Uni<Capability.Hits> failing() {
        return Uni.createFrom().failure(new Failure.Upstream("gone", null));
    }

    private static CursorCode cursors() {
        return CursorCode.of(TenantId.DEFAULT, SearchRequest.ofRanking("x", null, null, null, null, null));
    }

    private static SearchPlan.Question question(String text, int k, double diversity, Asked... asked) {
        return question(text, k, diversity, List.of(asked), Duration.ofSeconds(10));
    }

    private static SearchPlan.Question question(String text, int k, double diversity, Asked asked, Duration deadline) {
        return question(text, k, diversity, List.of(asked), deadline);
    }

    private static SearchPlan.Question question(
            String text, int k, double diversity, List<Asked> asked, Duration deadline) {
        Map<String, Double> weights = asked.stream().collect(Collectors.toMap(Asked::name, Asked::weight));
        return new SearchPlan.Question(
                new SearchQuery(TenantId.DEFAULT, text, DocumentFilter.EVERYTHING, FIRST_DEPTH, deadline),
                List.copyOf(asked),
                Set.of(),
                new Fusion(FusionMethod.WEIGHTED_SUM, 60, weights),
                new SearchPlan.Page(k, 0, FIRST_DEPTH, END, cursors()),
                new Shape(false, false, diversity, new Shape.Details(0, false, false)));
    }

    /** Has so many records, and keeps in mind what it was asked. */
    private class Asked implements Capability {
        private final List<Integer> depths = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger embedded = new AtomicInteger();
        private final String name;
        private final int records;
        private UnaryOperator<Uni<Hits>> first = hits -> hits;
        private UnaryOperator<Uni<Hits>> later = hits -> hits;

        Asked(String name, int records) {
            this.name = name;
            this.records = records;
        }

        Asked always(UnaryOperator<Uni<Hits>> behaviour) {
            first = behaviour;
            later = behaviour;
            return this;
        }

        Asked fromTheSecondTimeOn(UnaryOperator<Uni<Hits>> behaviour) {
            later = behaviour;
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return "Records.";
        }

        @Override
        public Duration deadline() {
            return PATIENCE;
        }

        @Override
        public double weight() {
            return 1;
        }

        @Override
        public Uni<Hits> search(SearchQuery query) {
            depths.add(query.depth());
            float[] vector = query.embedding().in(spaces.serving(), () -> new float[] {embedded.incrementAndGet()});
            assertThat(vector).containsExactly(1);
            List<Hit> hits = IntStream.range(0, Math.min(records, query.depth()))
                    .mapToObj(i -> new Hit(
                            new Item.OwnRecord(name, String.format("%03d", i), "Record " + i, null, Map.of()),
                            records - i,
                            1 - (double) i / records))
                    .toList();
            Uni<Hits> found = Uni.createFrom().item(new Hits(hits, true, Map.of()));
            return (depths.size() == 1 ? first : later).apply(found);
        }
    }
}
