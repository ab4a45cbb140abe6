package dev.quarry.embedding;

import dev.quarry.embedding.EmbeddingConfig.IndexChoice;
import dev.quarry.postgres.Migrations;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Registers spaces and makes their tables, as the tables' owner. */
@ApplicationScoped
class SpaceTables {
    /** A space that was done with and is wanted again is built anew: what changed meanwhile is missing in it. */
    private static final String REGISTER = """
            insert into embedding_spaces (model, dimensions, index_kind, state, activated_at)
            select model, dimensions, index_kind, state, case when state = 'active' then now() end
            from (values (?, ?, ?, case when exists (select from embedding_spaces where state = 'active')
                                        then 'building' else 'active' end))
              as wanted (model, dimensions, index_kind, state)
            on conflict (model, dimensions, index_kind) do update
              set state = case when embedding_spaces.state = 'active' then 'active' else excluded.state end
            returning id
            """;

    private static final String DROP_ROW = "delete from embedding_spaces where id = ? and state <> 'active'";

    private final Migrations migrations;
    private final EmbeddingConfig config;

    SpaceTables(Migrations migrations, EmbeddingConfig config) {
        this.migrations = migrations;
        this.config = config;
    }

    /** The model's space, with the index that the settings and the server come to. The first one of all is active. */
    EmbeddingSpace open(EmbeddingModel model) {
        return migrations.define(statement -> {
            String kind = chooseKind(statement);
            int id = register(statement, model, kind);
            define(statement, kind, id, model.dimensions());
            return space(id, model.name(), model.dimensions(), kind);
        });
    }

    /** A space whose tables are there. */
    EmbeddingSpace space(int id, String model, int dimensions, String kind) {
        VectorIndex index = switch (kind) {
            case PgvectorIndex.KIND -> new PgvectorIndex(id, dimensions, config.efSearch(), config.compareAllUpTo());
            case PortableIndex.KIND ->
                PortableIndex.withHyperplanes(id, dimensions, config.candidates(), config.compareAllUpTo());
            case PortableIndex.EARLIER_KIND ->
                PortableIndex.withSigns(id, dimensions, config.candidates(), config.compareAllUpTo());
            default ->
                throw new IllegalStateException("embedding space " + id + " is of the kind " + kind
                        + ", which a newer version made; run that version, or drop the space");
        };
        return new EmbeddingSpace(id, model, dimensions, index);
    }

    /** @return whether it was dropped; false when it is active by now, or gone */
    boolean drop(SpaceRow space) {
        return migrations.define(statement -> {
            try (PreparedStatement delete = statement.getConnection().prepareStatement(DROP_ROW)) {
                delete.setInt(1, space.id());
                if (delete.executeUpdate() == 0) {
                    return false;
                }
            }
            for (String table : tableNames(space.indexKind(), space.id())) {
                statement.execute("drop table if exists " + table);
            }
            return true;
        });
    }

    /** Makes the space's tables, once: altering one that is there, to no effect, would still wait for all its readers. */
    private void define(Statement statement, String kind, int id, int dimensions) throws SQLException {
        List<String> tables = tableNames(kind, id);
        if (isDefined(statement, tables.getFirst())) {
            return;
        }
        statement.execute(
                PgvectorIndex.KIND.equals(kind) ? PgvectorIndex.tables(id, dimensions) : PortableIndex.tables(id));
        for (String table : tables) {
            migrations.protectTenantRows(statement, table);
        }
    }

    private static List<String> tableNames(String kind, int id) {
        return PgvectorIndex.KIND.equals(kind) ? PgvectorIndex.tableNames(id) : PortableIndex.tableNames(id);
    }

    private String chooseKind(Statement statement) throws SQLException {
        if (config.index() == IndexChoice.PORTABLE) {
            return PortableIndex.KIND;
        }
        if (Pgvector.isUsable(statement)) {
            return PgvectorIndex.KIND;
        }
        if (config.index() == IndexChoice.PGVECTOR) {
            throw new IllegalStateException("quarry.embedding.index is pgvector, but the server does not offer"
                    + " pgvector 0.8 or newer. Install the extension, or set it to auto or portable.");
        }
        return PortableIndex.KIND;
    }

    private static int register(Statement statement, EmbeddingModel model, String kind) throws SQLException {
        try (PreparedStatement insert = statement.getConnection().prepareStatement(REGISTER)) {
            insert.setString(1, model.name());
            insert.setInt(2, model.dimensions());
            insert.setString(3, kind);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt("id");
            }
        }
    }

    private static boolean isDefined(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("select to_regclass('" + table + "') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
