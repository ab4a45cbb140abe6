package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.embedding.TestSpaces.TestSpace;
import dev.quarry.embedding.VectorIndex.NearChunk;
import dev.quarry.embedding.recall.IndexedSet;
import dev.quarry.embedding.recall.Recall;
import dev.quarry.embedding.recall.SyntheticVectors;
import dev.quarry.embedding.recall.Transactions;
import dev.quarry.embedding.recall.VectorSet;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.Migrations;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every index finds what there is to find: among everything, among few of many, and for one tenant only. */
@ServiceTest
@Tag("vectors")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VectorIndexTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int DIMENSIONS = 384;
    private static final int VECTORS = 5_000;
    private static final int QUERIES = 50;
    /** Fewer than there are, so that large tenants and weak filters are met. */
    private static final int FEW = 60;

    /** A space's number, far from those that the service gives. */
    private static final int FIRST_SPACE = 9_001;

    @Inject
    Database database;

    @Inject
    Migrations migrations;

    @Inject
    Rows rows;

    private final Map<Kind, TestSpace> spaces = new EnumMap<>(Kind.class);
    private final List<TenantId> tenants = new ArrayList<>();

    private IndexedSet large = indexed(new TenantId(1), new VectorSet("", List.of(), List.of()));
    private IndexedSet small = large;

    /** The kinds of spaces. */
    enum Kind {
        HYPERPLANES(0.97),
        SIGNS(0.93),
        PGVECTOR(0.97);

        /** Of hard vectors without a filter. */
        private final double leastRecall;

        Kind(double leastRecall) {
            this.leastRecall = leastRecall;
        }
    }

    @BeforeAll
    void store() {
        boolean pgvector = rows.number("select count(*) from pg_extension where extname = 'vector'") > 0;
        spaces.put(Kind.HYPERPLANES, TestSpaces.portable(FIRST_SPACE, DIMENSIONS, FEW));
        spaces.put(Kind.SIGNS, TestSpaces.earlierPortable(FIRST_SPACE + 1, DIMENSIONS, FEW));
        if (pgvector) {
            spaces.put(Kind.PGVECTOR, TestSpaces.pgvector(FIRST_SPACE + 2, DIMENSIONS, FEW));
        }
        for (TestSpace space : spaces.values()) {
            var _ = migrations.define(statement -> {
                statement.execute(space.tables());
                for (String table : space.names()) {
                    migrations.protectTenantRows(statement, table);
                }
                return true;
            });
        }
        SyntheticVectors vectors = new SyntheticVectors(DIMENSIONS, 7);
        large = indexed(newTenant("large"), vectors.set("large", VECTORS, QUERIES));
        small = indexed(newTenant("small"), vectors.set("small", FEW, QUERIES));
        for (IndexedSet indexed : List.of(large, small)) {
            indexed.makeChunks();
            spaces.values().forEach(space -> indexed.storeIn(space.index(), done -> {}));
        }
        rows.execute("analyze");
    }

    @AfterAll
    void drop() {
        spaces.values().forEach(space -> space.names().forEach(table -> rows.execute("drop table " + table)));
        tenants.forEach(tenant -> {
            rows.execute("delete from documents where tenant_id = " + tenant.value());
            rows.execute("delete from tenants where id = " + tenant.value());
        });
    }

    @ParameterizedTest
    @EnumSource
    void most_of_the_truly_nearest_are_found_even_of_vectors_that_are_hard_to_tell_apart(Kind kind) {
        Recall recall = Recall.measure(large, index(kind), 1);

        assertThat(recall.at10()).isGreaterThanOrEqualTo(kind.leastRecall);
        assertThat(recall.fewest()).isEqualTo(100);
        assertThat(recall.plans()).noneMatch(plan -> plan.toString().contains("exact"));
    }

    @ParameterizedTest
    @EnumSource
    void a_small_tenant_is_searched_exactly_beside_a_large_one(Kind kind) {
        for (float[] query : small.set().queries()) {
            NearestChunks found = small.search(index(kind), query, 10, DocumentFilter.EVERYTHING);

            assertThat(found.exact()).isTrue();
            assertThat(places(found)).isEqualTo(Set.copyOf(small.set().nearest(query, 10, place -> true)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_filter_that_leaves_few_chunks_still_gives_them_all_and_exactly(Kind kind) {
        for (float[] query : large.set().queries()) {
            NearestChunks found = large.search(index(kind), query, 10, IndexedSet.oneIn(1_000));

            assertThat(found.exact()).isTrue();
            assertThat(places(found)).isEqualTo(Set.of(0, 1, 2, 3, 4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_filter_that_leaves_some_chunks_gives_k_of_them(Kind kind) {
        for (int oneIn : List.of(2, 10, 100)) {
            Recall recall = Recall.measure(large, index(kind), oneIn);

            assertThat(recall.fewest()).isEqualTo(Math.min(100, VECTORS / oneIn));
            assertThat(recall.at10()).as("one in %d", oneIn).isGreaterThanOrEqualTo(kind.leastRecall);
            assertThat(recall.at100()).as("one in %d", oneIn).isGreaterThanOrEqualTo(0.8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void only_chunks_that_are_meant_are_found(Kind kind) {
        for (int oneIn : List.of(2, 100, 1_000)) {
            NearestChunks found =
                    large.search(index(kind), large.set().queries().getFirst(), 50, IndexedSet.oneIn(oneIn));

            assertThat(places(found)).isNotEmpty().allMatch(place -> IndexedSet.isKept(place, oneIn));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_filter_that_leaves_nothing_finds_nothing_and_is_certain_of_it(Kind kind) {
        NearestChunks found = large.search(
                index(kind),
                large.set().queries().getFirst(),
                10,
                DocumentFilter.parse(Map.of("title", "None has this one"), "filter"));

        assertThat(found.chunks()).isEmpty();
        assertThat(found.exact()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_found_is_nearest_first_with_its_cosine(Kind kind) {
        float[] query = large.set().queries().getFirst();
        List<NearChunk> found =
                large.search(index(kind), query, 20, DocumentFilter.EVERYTHING).chunks();

        assertThat(found).extracting(NearChunk::similarity).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(found)
                .allSatisfy(near -> assertThat(near.similarity())
                        .isEqualTo(
                                dot(query, large.set().vectors().get(IndexedSet.place(near.chunkId()))),
                                org.assertj.core.api.Assertions.within(2e-3)));
    }

    @ParameterizedTest
    @EnumSource
    void more_than_there_are_may_be_asked_for(Kind kind) {
        NearestChunks found =
                small.search(index(kind), small.set().queries().getFirst(), 1_000, DocumentFilter.EVERYTHING);

        assertThat(found.chunks()).hasSize(FEW);
        assertThat(found.exact()).isTrue();
    }

    @Test
    void a_large_tenants_graph_is_walked() {
        ChunkScope all = ChunkScope.of(DocumentFilter.EVERYTHING, 4);
        String statement = new PgvectorNearest(space(Kind.PGVECTOR), DIMENSIONS, 100, FEW).statement(all);
        String query = Vectors.toText(large.set().queries().getFirst());

        assertThat(plan(statement, "'" + query + "'", all))
                .contains("One-Time Filter", "Index Scan using space_9003_embeddings_hnsw");
    }

    @Test
    void a_tenant_that_is_known_to_be_large_is_not_counted_and_its_question_read_once() {
        ChunkScope all = ChunkScope.of(DocumentFilter.EVERYTHING, 4);
        String statement = new PgvectorNearest(space(Kind.PGVECTOR), DIMENSIONS, 100, FEW).walk(all);
        String query = Vectors.toText(large.set().queries().getFirst());

        assertThat(plan(statement, "'" + query + "'", all))
                .containsPattern("Index Scan using space_9003_embeddings_hnsw[^>]*Order By: \\(vector <=> \\$\\d\\)")
                .doesNotContain("scope");
    }

    @ParameterizedTest
    @EnumSource
    void a_second_search_finds_what_the_first_found(Kind kind) {
        float[] query = large.set().queries().getFirst();

        NearestChunks first = large.search(index(kind), query, 10, DocumentFilter.EVERYTHING);
        NearestChunks second = large.search(index(kind), query, 10, DocumentFilter.EVERYTHING);

        assertThat(second.chunks()).isEqualTo(first.chunks());
        assertThat(second.exact()).isEqualTo(first.exact());
    }

    @Test
    void a_filter_is_asked_of_the_graphs_chunks_one_by_one() {
        ChunkScope half = ChunkScope.of(IndexedSet.oneIn(2), 4);
        String statement = new PgvectorNearest(space(Kind.PGVECTOR), DIMENSIONS, 100, FEW).statement(half);
        String query = Vectors.toText(large.set().queries().getFirst());

        assertThat(plan(statement, "'" + query + "'", half))
                .contains("Index Scan using space_9003_embeddings_hnsw", "SubPlan", "documents_pkey");
    }

    @Test
    void signatures_are_scanned_in_their_narrow_table_and_vectors_fetched_by_key() {
        ChunkScope all = ChunkScope.of(DocumentFilter.EVERYTHING, 4);
        String statement =
                new PortableNearest(space(Kind.HYPERPLANES), new Hyperplanes(DIMENSIONS), 400, FEW).statement(all);

        assertThat(plan(statement, "'" + "01".repeat(Hyperplanes.BITS / 2) + "'", all))
                .contains("on space_9001_signatures", "Index Scan using space_9001_vectors_pkey");
    }

    private String plan(String statement, String query, ChunkScope scope) {
        String sql = statement;
        List<Object> values = scope.behind(tenants.getFirst().value(), query, 10);
        for (int i = values.size(); i >= 1; i--) {
            Object value = values.get(i - 1);
            String literal = i <= 3 ? String.valueOf(value) : "'" + text(value) + "'";
            sql = sql.replace("$" + i, literal);
        }
        return explained(sql);
    }

    private static String text(Object value) {
        return value instanceof Object[] array
                ? Arrays.stream(array).map(String::valueOf).collect(Collectors.joining(",", "{", "}"))
                : String.valueOf(value);
    }

    private String explained(String sql) {
        return database.read(
                        tenants.getFirst().rows(),
                        DEADLINE,
                        connection ->
                                connection.query("explain (costs off) " + sql).execute())
                .map(lines -> StreamSupport.stream(lines.spliterator(), false)
                        .map((Row line) -> line.getString(0))
                        .collect(Collectors.joining("\n")))
                .await()
                .atMost(DEADLINE);
    }

    private int space(Kind kind) {
        assumeTrue(spaces.containsKey(kind), "the server has no pgvector");
        return FIRST_SPACE + List.of(Kind.values()).indexOf(kind);
    }

    private VectorIndex index(Kind kind) {
        assumeTrue(spaces.containsKey(kind), "the server has no pgvector");
        return spaces.get(kind).index();
    }

    private TenantId newTenant(String name) {
        TenantId tenant = new TenantId(
                (int) rows.number("insert into tenants (name) values ('vectors-" + name + "') returning id"));
        tenants.add(tenant);
        return tenant;
    }

    private IndexedSet indexed(TenantId tenant, VectorSet set) {
        return new IndexedSet(
                new Transactions() {
                    @Override
                    public <T> T run(Function<SqlConnection, Uni<T>> work) {
                        return database.write(tenant.rows(), DEADLINE, work)
                                .await()
                                .atMost(DEADLINE);
                    }
                },
                tenant,
                set);
    }

    private static Set<Integer> places(NearestChunks found) {
        return found.chunks().stream()
                .map(near -> IndexedSet.place(near.chunkId()))
                .collect(Collectors.toSet());
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
