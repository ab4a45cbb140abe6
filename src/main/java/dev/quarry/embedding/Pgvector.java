package dev.quarry.embedding;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.jboss.logging.Logger;

/** Whether the server has the pgvector extension, 0.8 or newer: iterative scans came with it. */
final class Pgvector {
    private static final Logger LOG = Logger.getLogger(Pgvector.class);

    private static final String OFFERED = "select count(*) > 0 from pg_available_extensions where name = 'vector'";
    private static final String USABLE = """
            select coalesce((
              select string_to_array(split_part(extversion, '-', 1), '.')::integer[] >= array[0, 8]
              from pg_extension where extname = 'vector'), false)
            """;

    private Pgvector() {}

    /** Makes the extension where it is offered and may be made. */
    static boolean isUsable(Statement statement) throws SQLException {
        if (!isTrue(statement, OFFERED)) {
            return false;
        }
        Savepoint beforeExtension = statement.getConnection().setSavepoint();
        try {
            statement.execute("create extension if not exists vector");
        } catch (SQLException mayNot) {
            statement.getConnection().rollback(beforeExtension);
            LOG.warn("pgvector_unusable " + explain(mayNot));
        }
        return isTrue(statement, USABLE);
    }

    /** In one line: the server's words have several. */
    static String explain(SQLException mayNot) {
        return "reason=" + String.valueOf(mayNot.getMessage()).strip().replaceAll("\\s+", " ")
                + " Let a role that may run it in this database, and start again: create extension vector";
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
