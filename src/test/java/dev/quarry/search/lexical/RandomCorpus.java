package dev.quarry.search.lexical;

import com.fasterxml.uuid.Generators;
import dev.quarry.chunk.ChunkSql;
import dev.quarry.chunk.LexicalIndexSql;
import dev.quarry.chunk.NewChunk;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Facts;
import dev.quarry.testing.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A tenant of its own with documents in several languages, whose chunks are stored, taken out and stored again at random.
 *
 * <p>Chunks are shorter than 40 lexemes: up to there Lucene keeps a text's length as it is.
 */
final class RandomCorpus {
    static final List<String> LANGUAGES = List.of("en", "it", "xx");
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int MOST_WORDS = 24;
    private static final List<String> WORDS = List.of(
            "anchor", "boom", "cleat", "deck", "mast", "fender", "jib", "keel", "winch", "sail", "rudder", "hull",
            "bolt", "knot", "lamp", "pump", "reef", "spar", "tank", "warp");

    private final Database database;
    private final Rows rows;
    private final Random random;
    private final TenantId tenant;
    private final List<String> documentTexts = new ArrayList<>();

    RandomCorpus(Database database, Rows rows, Random random) {
        this.database = database;
        this.rows = rows;
        this.random = random;
        this.tenant = new TenantId(
                (int) rows.number("insert into tenants (name) values (?) returning id", "corpus " + UUID.randomUUID()));
        int documents = 6 + random.nextInt(10);
        for (int document = 0; document < documents; document++) {
            store(document);
        }
    }

    TenantId tenant() {
        return tenant;
    }

    /** One to five words, a common one more likely than a rare one; sometimes one twice, sometimes one that is nowhere. */
    String query() {
        String words = words(1 + random.nextInt(5));
        return switch (random.nextInt(6)) {
            case 0 -> words + " " + words;
            case 1 -> words + " zeppelin";
            default -> words;
        };
    }

    /** Two words that stand together somewhere. */
    String phrase() {
        String[] words = documentTexts.get(random.nextInt(documentTexts.size())).split(" ", -1);
        int at = random.nextInt(words.length - 1);
        return words[at] + " " + words[at + 1];
    }

    String word() {
        return words(1);
    }

    private void store(int number) {
        UUID document = Generators.timeBasedEpochGenerator().generate();
        String language = LANGUAGES.get(random.nextInt(LANGUAGES.size()));
        rows.number("""
                with stored as (
                  insert into documents (tenant_id, id, title, language, metadata, chunking_strategy, chunking_size,
                                         chunking_overlap, content_hash)
                  values (?, ?, ?, ?, jsonb_build_object('number', ?, 'even', ?), 'recursive', 100, 0, '')
                  returning 1)
                select count(*) from stored
                """, tenant.value(), document, words(2), language, number, number % 2 == 0);
        rows.execute(Facts.INSERT_MISSING);
        List<ChunkSql.Identified> chunks = IntStream.range(0, 1 + random.nextInt(20))
                .mapToObj(position -> new ChunkSql.Identified(
                        Generators.timeBasedEpochGenerator().generate(), new NewChunk(position, text(), 0, 1, 1, "")))
                .toList();
        List<UUID> ids = chunks.stream().map(ChunkSql.Identified::id).toList();
        List<UUID> removed = ids.stream().filter(id -> random.nextInt(4) == 0).toList();
        write(document, chunks, ids);
        database.write(
                        tenant.rows(),
                        DEADLINE,
                        connection -> LexicalIndexSql.remove(connection, tenant, removed, UUID.randomUUID())
                                .chain(() -> ChunkSql.delete(connection, tenant, removed)))
                .await()
                .atMost(DEADLINE);
        if (random.nextBoolean()) {
            var _ = database.write(
                            RowScope.EVERY_TENANT,
                            DEADLINE,
                            connection -> LexicalIndexSql.fold(connection, 1 + random.nextInt(50)))
                    .await()
                    .atMost(DEADLINE);
        }
    }

    private void write(UUID document, List<ChunkSql.Identified> chunks, List<UUID> ids) {
        database.write(
                        tenant.rows(),
                        DEADLINE,
                        connection -> ChunkSql.insert(connection, tenant, document, "recursive", chunks)
                                .chain(() -> LexicalIndexSql.add(connection, tenant, ids, UUID.randomUUID())))
                .await()
                .atMost(DEADLINE);
    }

    private String text() {
        String text = words(2 + random.nextInt(MOST_WORDS));
        documentTexts.add(text);
        return text;
    }

    private String words(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> WORDS.get((int) (WORDS.size() * Math.pow(random.nextDouble(), 2))))
                .collect(Collectors.joining(" "));
    }

    /** The tenant's chunks as they stand in the tables. */
    List<Chunk> chunks() {
        return rows.with(connection -> {
            Map<UUID, Chunk> chunks = new LinkedHashMap<>();
            try (PreparedStatement statement = connection.prepareStatement("""
                    select c.id, d.language, d.title, c.content, (d.metadata ->> 'number')::integer, l.lexeme,
                           cardinality(l.positions)
                    from document_chunks c
                    join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
                    cross join lateral unnest(
                      to_tsvector(text_search_configuration(d.language),
                                  chunk_context(d.title, c.heading_path) || E'\\n' || c.content)) l
                    where c.tenant_id = ?
                    """)) {
                statement.setInt(1, tenant.value());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        Chunk chunk = new Chunk(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5),
                                new HashMap<>());
                        chunks.computeIfAbsent(chunk.id(), id -> chunk)
                                .frequencies()
                                .put(row.getString(6), row.getInt(7));
                    }
                }
            }
            return List.copyOf(chunks.values());
        });
    }

    /** The query's lexemes in a language, with how often it says each. */
    Map<String, Integer> lexemes(String language, String query) {
        return rows.with(connection -> {
            Map<String, Integer> lexemes = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "select lexeme, cardinality(positions) from unnest(to_tsvector(text_search_configuration(?), ?))")) {
                statement.setString(1, language);
                statement.setString(2, query);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        lexemes.put(row.getString(1), row.getInt(2));
                    }
                }
            }
            return lexemes;
        });
    }

    /** A stored chunk with its lexemes' frequencies. */
    record Chunk(
            UUID id, String language, String title, String content, int document, Map<String, Integer> frequencies) {
        int length() {
            return frequencies.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Whether the words stand together in the content or in the title. */
        boolean says(String words) {
            return (" " + content + " ").contains(" " + words + " ") || (" " + title + " ").contains(" " + words + " ");
        }
    }
}
