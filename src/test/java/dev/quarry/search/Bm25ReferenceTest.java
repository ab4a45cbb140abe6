package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The service's BM25 against a plain one in Java that reads every chunk. It runs after documents were stored, changed and
 * deleted, with the counts folded and not: what is left behind would show in the scores.
 */
@ServiceTest
class Bm25ReferenceTest {
    private static final double K1 = 1.2;
    private static final double B = 0.75;
    private static final int LIMIT = 100_000;
    private static final String[] WORDS = {
        "anchor",
        "boom",
        "cleat",
        "deck",
        "engine",
        "fender",
        "galley",
        "halyard",
        "impeller",
        "jib",
        "keel",
        "locker",
        "mast",
        "navigation",
        "oar",
        "propeller",
        "quay",
        "rudder",
        "sail",
        "tiller",
        "valve",
        "winch"
    };

    @Inject
    Database database;

    @Inject
    Rows rows;

    @Test
    void the_scores_are_those_of_the_formula_after_any_history() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        change(random);
        String[] queries = {
            "anchor",
            "anchor winch valve",
            "the sails and the masts",
            "rudder rudder rudder keel",
            "navigating engines jib"
        };
        for (String query : queries) {
            Map<UUID, Double> expected = reference(query);

            List<Capability.Hit> hits = search(query);

            assertThat(hits).as("seed %d, query %s", seed, query).hasSize(expected.size());
            for (Capability.Hit hit : hits) {
                assertThat(hit.score())
                        .as("seed %d, query %s, chunk %s", seed, query, hit.item())
                        .isCloseTo(expected.get(((Item.Chunk) hit.item()).id()), within(1e-9));
                assertThat(hit.relevance()).isBetween(0.0, 1.0);
            }
            assertThat(hits)
                    .isSortedAccordingTo(
                            Comparator.comparingDouble(Capability.Hit::score).reversed());
        }
    }

    private List<Capability.Hit> search(String query) {
        return database.read(
                        TenantId.DEFAULT.rows(),
                        Duration.ofSeconds(20),
                        connection -> Bm25Sql.search(connection, TenantId.DEFAULT, query, K1, B, LIMIT))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private static void change(Random random) {
        List<String> externalIds = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String externalId = "bm25-" + random.nextLong();
            externalIds.add(externalId);
            Api.store("Boat " + i % 7, text(random), "en", externalId).statusCode(201);
        }
        for (int i = 0; i < 20; i++) {
            String externalId = externalIds.get(random.nextInt(externalIds.size()));
            String id = Api.store("Boat " + i % 5, text(random), "en", externalId)
                    .statusCode(200)
                    .extract()
                    .path("id");
            if (i % 3 == 0) {
                RestAssured.delete(Api.DOCUMENTS + "/" + id).then().statusCode(204);
                externalIds.remove(externalId);
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int words = 3 + random.nextInt(400);
        for (int i = 0; i < words; i++) {
            // A few words are common, most are rare.
            int word = (int) (WORDS.length * Math.pow(random.nextDouble(), 3));
            text.append(WORDS[word]).append(i % 9 == 8 ? ". " : " ");
        }
        return text.toString();
    }

    /** BM25 of every chunk that holds a lexeme of the query, from the chunks' own texts. */
    private Map<UUID, Double> reference(String query) {
        return rows.with(connection -> {
            Map<String, Map<UUID, Chunk>> byLanguage = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement("""
                            select d.language, c.id, l.lexeme, cardinality(l.positions)
                            from document_chunks c
                            join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
                            cross join lateral unnest(
                              to_tsvector(text_search_configuration(d.language),
                                           chunk_context(d.title, c.heading_path) || E'\\n' || c.content)) l
                            """);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    byLanguage
                            .computeIfAbsent(row.getString(1), language -> new HashMap<>())
                            .computeIfAbsent(row.getObject(2, UUID.class), id -> new Chunk(new HashMap<>()))
                            .frequencies()
                            .put(row.getString(3), row.getInt(4));
                }
            }
            Map<UUID, Double> scores = new HashMap<>();
            Corpus corpus = Corpus.of(byLanguage);
            for (Map.Entry<String, Map<UUID, Chunk>> language : byLanguage.entrySet()) {
                try (PreparedStatement statement = connection.prepareStatement(
                        "select lexeme, cardinality(positions) from unnest(to_tsvector(text_search_configuration(?), ?))")) {
                    statement.setString(1, language.getKey());
                    statement.setString(2, query);
                    try (ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            corpus.score(language.getValue(), row.getString(1), row.getInt(2), scores);
                        }
                    }
                }
            }
            return scores;
        });
    }

    private record Chunk(Map<String, Integer> frequencies) {
        double length() {
            return frequencies.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private record Corpus(double chunks, double averageLength) {
        static Corpus of(Map<String, Map<UUID, Chunk>> byLanguage) {
            List<Chunk> all = byLanguage.values().stream()
                    .flatMap(chunks -> chunks.values().stream())
                    .toList();
            return new Corpus(
                    all.size(),
                    all.stream().mapToDouble(Chunk::length).average().orElse(0));
        }

        void score(Map<UUID, Chunk> inLanguage, String lexeme, int times, Map<UUID, Double> scores) {
            double holding = inLanguage.values().stream()
                    .filter(chunk -> chunk.frequencies().containsKey(lexeme))
                    .count();
            double idf = Math.log(1 + (chunks - holding + 0.5) / (holding + 0.5));
            inLanguage.forEach((id, chunk) -> {
                Integer frequency = chunk.frequencies().get(lexeme);
                if (frequency != null) {
                    double norm = K1 * (1 - B + B * chunk.length() / averageLength);
                    scores.merge(id, times * idf * frequency * (K1 + 1) / (frequency + norm), Double::sum);
                }
            });
        }
    }
}
