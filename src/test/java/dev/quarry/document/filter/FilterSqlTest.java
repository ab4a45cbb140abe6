package dev.quarry.document.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Facts;
import dev.quarry.testing.OtherTenant;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The language in SQL against the same language in plain Java, on the same documents. */
@ServiceTest
class FilterSqlTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int DOCUMENTS = 150;
    private static final int FILTERS = 600;

    /** Left alone by the watcher, which would change their state under the test. */
    private static final String INSERT = """
            insert into documents (tenant_id, id, external_id, title, source_uri, language, metadata, status, created_at,
                                   updated_at, indexed_at, chunking_strategy, chunking_size, chunking_overlap, content_hash,
                                   next_attempt_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, 'recursive', 100, 0, '', now() + interval '1 day')
            """;

    @Inject
    Database database;

    @Inject
    Rows rows;

    @Test
    void random_filters_mean_the_same_documents_in_sql_and_in_java() {
        TenantId tenant = new TenantId(OtherTenant.create(rows));
        RandomFilters random = new RandomFilters(20261121);
        Map<UUID, Map<String, Object>> documents = new LinkedHashMap<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.put(UUID.randomUUID(), document(random, new Random(i), i));
        }
        documents.forEach((id, document) -> store(tenant, id, document));
        rows.execute(Facts.INSERT_MISSING);

        int some = 0;
        for (int i = 0; i < FILTERS; i++) {
            Map<String, Object> filter = new JsonObject(new JsonObject(random.filter(3)).encode()).getMap();
            Set<UUID> expected = documents.entrySet().stream()
                    .filter(document -> PlainFilter.holds(filter, document.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            FilterSql.Where where = FilterSql.where(DocumentFilter.parse(filter, "filter"), 2);
            for (String sql : List.of(where.text(), where.check())) {
                Set<UUID> found = find(tenant, sql, where.parameters());
                documents.forEach((id, document) -> assertThat(found.contains(id))
                        .as("%s of %s by %s with %s", filter, document, sql, where.parameters())
                        .isEqualTo(expected.contains(id)));
            }
            some += expected.isEmpty() || expected.size() == DOCUMENTS ? 0 : 1;
        }
        assertThat(some).as("filters that mean some and not all").isGreaterThan(FILTERS / 3);
    }

    @Test
    void a_short_text_is_the_same_in_java_and_in_sql() {
        for (String text : List.of("", "a", "é".repeat(255), "é".repeat(256), "😀".repeat(255), "😀".repeat(256))) {
            assertThat(rows.number(
                            "select case when short_text(?, 255) = ? then 1 else 0 end", text, ShortText.value(text)))
                    .as(text)
                    .isOne();
        }
    }

    private static Map<String, Object> document(RandomFilters values, Random random, int number) {
        Map<String, Object> document = new HashMap<>();
        document.put("title", values.text());
        document.put("external_id", random.nextBoolean() ? null : values.text() + number);
        document.put("source_uri", random.nextBoolean() ? null : values.text());
        document.put("language", random.nextBoolean() ? "ready" : "en");
        document.put("status", random.nextBoolean() ? "ready" : "failed");
        OffsetDateTime created = OffsetDateTime.parse("2026-01-31T23:30:00Z").plusMinutes(30L * random.nextInt(60));
        document.put("created_at", created);
        document.put("updated_at", created);
        document.put("indexed_at", random.nextBoolean() ? null : created.plusHours(3));
        document.put("metadata", new JsonObject(new JsonObject(values.metadata(3)).encode()).getMap());
        return document;
    }

    @SuppressWarnings("unchecked")
    private void store(TenantId tenant, UUID id, Map<String, Object> document) {
        List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value(), id));
        for (String column : List.of("external_id", "title", "source_uri", "language")) {
            values.add(document.get(column));
        }
        values.add(new JsonObject((Map<String, Object>) document.get("metadata")));
        for (String column : List.of("status", "created_at", "indexed_at")) {
            values.add(document.get(column));
        }
        var _ = database.write(
                        tenant.rows(),
                        DEADLINE,
                        connection -> connection.preparedQuery(INSERT).execute(Tuple.wrap(values)))
                .await()
                .atMost(DEADLINE);
    }

    private Set<UUID> find(TenantId tenant, String where, List<Object> parameters) {
        List<Object> values = new ArrayList<>(List.of(tenant.value()));
        values.addAll(parameters);
        return database.read(
                        tenant.rows(),
                        DEADLINE,
                        connection -> connection
                                .preparedQuery("select d.id from documents d where d.tenant_id = $1 and " + where)
                                .execute(Tuple.wrap(values)))
                .map(found -> {
                    Set<UUID> ids = new HashSet<>();
                    found.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                })
                .await()
                .atMost(DEADLINE);
    }
}
