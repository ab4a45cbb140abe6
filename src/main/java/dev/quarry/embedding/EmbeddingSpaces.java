package dev.quarry.embedding;

import dev.quarry.postgres.Migrations;
import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens the model's space at start: chooses the index, and makes the space's tables where they are missing. */
@ApplicationScoped
public class EmbeddingSpaces {
    private static final Logger LOG = Logger.getLogger(EmbeddingSpaces.class);

    private static final String PGVECTOR_OFFERED =
            "select count(*) > 0 from pg_available_extensions where name = 'vector'";
    private static final String PGVECTOR_USABLE = """
            select coalesce((
              select string_to_array(split_part(extversion, '-', 1), '.')::integer[] >= array[0, 8]
              from pg_extension where extname = 'vector'), false)
            """;

    private final Migrations migrations;
    private final EmbeddingModel model;
    private final EmbeddingConfig config;
    private volatile @Nullable EmbeddingSpace active;

    EmbeddingSpaces(Migrations migrations, EmbeddingModel model, EmbeddingConfig config) {
        this.migrations = migrations;
        this.model = model;
        this.config = config;
    }

    /** The space that is searched and written to. */
    public EmbeddingSpace active() {
        EmbeddingSpace space = active;
        if (space == null) {
            throw new IllegalStateException("the embedding space is opened at start, after the migrations");
        }
        return space;
    }

    void open(@Observes @Priority(StartOrder.EMBEDDING) StartupEvent start) {
        migrations.define(statement -> {
            String kind = chooseKind(statement);
            int id = register(statement, kind);
            define(statement, kind, id);
            active = new EmbeddingSpace(id, model.name(), model.dimensions(), index(kind, id));
        });
        LOG.infof(
                "embedding_space_opened id=%d model=%s dimensions=%d index=%s",
                active().id(),
                model.name(),
                model.dimensions(),
                active().index().kind());
    }

    /** Makes the space's tables, once: altering one that is there, to no effect, would still wait for all its readers. */
    private void define(Statement statement, String kind, int id) throws SQLException {
        boolean pgvector = PgvectorIndex.KIND.equals(kind);
        List<String> tables = pgvector ? PgvectorIndex.tableNames(id) : PortableIndex.tableNames(id);
        if (isTrue(statement, "select to_regclass('" + tables.getFirst() + "') is not null")) {
            return;
        }
        statement.execute(
                pgvector ? PgvectorIndex.tables(id, model.dimensions()) : PortableIndex.tables(id, model.dimensions()));
        for (String table : tables) {
            migrations.protectTenantRows(statement, table);
        }
    }

    private VectorIndex index(String kind, int id) {
        return PgvectorIndex.KIND.equals(kind)
                ? new PgvectorIndex(id, model.dimensions(), config.efSearch())
                : new PortableIndex(id, model.dimensions(), config.candidates());
    }

    private String chooseKind(Statement statement) throws SQLException {
        return switch (config.index()) {
            case PORTABLE -> PortableIndex.KIND;
            case AUTO -> pgvectorIsUsable(statement) ? PgvectorIndex.KIND : PortableIndex.KIND;
            case PGVECTOR -> {
                if (!pgvectorIsUsable(statement)) {
                    throw new IllegalStateException("quarry.embedding.index is pgvector, but the server does not offer"
                            + " pgvector 0.8 or newer. Install the extension, or set it to auto or portable.");
                }
                yield PgvectorIndex.KIND;
            }
        };
    }

    private boolean pgvectorIsUsable(Statement statement) throws SQLException {
        if (!isTrue(statement, PGVECTOR_OFFERED)) {
            return false;
        }
        var beforeExtension = statement.getConnection().setSavepoint();
        try {
            statement.execute("create extension if not exists vector");
        } catch (SQLException mayNot) {
            statement.getConnection().rollback(beforeExtension);
            LOG.warn("pgvector_unusable " + explain(mayNot));
        }
        return isTrue(statement, PGVECTOR_USABLE);
    }

    /** In one line: the server's words have several. */
    static String explain(SQLException mayNot) {
        return "reason=" + String.valueOf(mayNot.getMessage()).strip().replaceAll("\\s+", " ")
                + " Let a role that may run it in this database, and start again: create extension vector";
    }

    private int register(Statement statement, String kind) throws SQLException {
        try (var insert = statement.getConnection().prepareStatement("""
                insert into embedding_spaces (model, dimensions, index_kind) values (?, ?, ?)
                on conflict (model, dimensions, index_kind) do update set model = excluded.model
                returning id
                """)) {
            insert.setString(1, model.name());
            insert.setInt(2, model.dimensions());
            insert.setString(3, kind);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt("id");
            }
        }
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
