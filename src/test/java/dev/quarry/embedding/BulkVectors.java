package dev.quarry.embedding;

import dev.quarry.embedding.VectorIndex.ChunkEmbedding;
import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.tenant.TenantId;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Gives every chunk of the default tenant a vector of the caller's in the active space, past the pipeline, and makes its
 * document ready: so that a benchmark need not wait for a model to embed 100,000 chunks.
 */
public final class BulkVectors {
    private static final int AT_ONCE = 1_000;
    /** Never asked for: vectors are only stored here. */
    private static final int ANY = 100;

    private final DatabaseUrl url;

    public BulkVectors(DatabaseUrl url) {
        this.url = url;
    }

    /** What kind of index has them, and how long building it took. */
    public record Filled(String kind, int vectors, double indexSeconds) {}

    /**
     * @param vectors unit vectors, one a call
     * @param progress is told how many there are by now
     */
    public Filled fill(Supplier<float[]> vectors, IntConsumer progress) {
        try (Connection owner =
                        DriverManager.getConnection(url.jdbcUrl(), url.user(), Objects.requireNonNull(url.password()));
                Statement statement = owner.createStatement()) {
            statement.execute("set search_path to quarry, public");
            statement.execute("set quarry.tenant_id to '*'");
            VectorIndex index = activeIndex(statement);
            List<String> slowToGrow = definitionsOfGraphs(statement, index.vectorTable());
            for (String definition : slowToGrow) {
                statement.execute("drop index " + nameOf(definition));
            }
            List<UUID> chunks = chunks(statement);
            store(index, chunks, vectors, progress);
            long began = System.nanoTime();
            statement.execute("set maintenance_work_mem to '512MB'");
            for (String definition : slowToGrow) {
                statement.execute(definition);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            statement.execute("update documents set status = 'ready', indexed_at = now() where tenant_id = "
                    + TenantId.DEFAULT.value());
            statement.execute("vacuum analyze");
            return new Filled(index.kind(), chunks.size(), seconds);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    private static VectorIndex activeIndex(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select id, dimensions, index_kind from embedding_spaces where state = 'active'")) {
            row.next();
            int id = row.getInt("id");
            int dimensions = row.getInt("dimensions");
            return switch (row.getString("index_kind")) {
                case PgvectorIndex.KIND -> new PgvectorIndex(id, dimensions, ANY, ANY);
                case PortableIndex.EARLIER_KIND -> PortableIndex.withSigns(id, dimensions, ANY, ANY);
                default -> PortableIndex.withHyperplanes(id, dimensions, ANY, ANY);
            };
        }
    }

    private static List<String> definitionsOfGraphs(Statement statement, String table) throws SQLException {
        return texts(
                statement,
                "select indexdef from pg_indexes where schemaname = 'quarry' and tablename = '" + table
                        + "' and indexdef like '%USING hnsw%'");
    }

    private static String nameOf(String definition) {
        return definition.split(" ", -1)[2];
    }

    private static List<UUID> chunks(Statement statement) throws SQLException {
        return texts(
                        statement,
                        "select id from document_chunks where tenant_id = " + TenantId.DEFAULT.value() + " order by id")
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private void store(VectorIndex index, List<UUID> chunks, Supplier<float[]> vectors, IntConsumer progress) {
        Vertx vertx = Vertx.vertx();
        try {
            PgConnection connection = PgConnection.connectAndAwait(
                    vertx,
                    new PgConnectOptions()
                            .setHost(url.hosts().getFirst().host())
                            .setPort(url.hosts().getFirst().port())
                            .setDatabase(url.database())
                            .setUser(url.user())
                            .setPassword(url.password()));
            var _ = connection.query("set search_path to quarry, public").executeAndAwait();
            var _ = connection
                    .query("set quarry.tenant_id to '" + TenantId.DEFAULT.value() + "'")
                    .executeAndAwait();
            for (int from = 0; from < chunks.size(); from += AT_ONCE) {
                List<ChunkEmbedding> some = chunks.subList(from, Math.min(chunks.size(), from + AT_ONCE)).stream()
                        .map(chunk -> new ChunkEmbedding(chunk, chunk, vectors.get()))
                        .toList();
                index.store(connection, TenantId.DEFAULT, some).await().indefinitely();
                progress.accept(from + some.size());
            }
            connection.closeAndAwait();
        } finally {
            vertx.closeAndAwait();
        }
    }
}
