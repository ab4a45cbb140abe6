package dev.quarry.pipeline;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.postgres.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The database that the processes share, seen past them, over all tenants. */
final class PipelineDatabase {
    private static final String LOCKS = """
            from pg_locks
            where locktype = 'advisory' and granted
              and database = (select oid from pg_database where datname = current_database())
            """;

    private final DatabaseUrl url;

    private PipelineDatabase(DatabaseUrl url) {
        this.url = url;
    }

    static PipelineDatabase create(DatabaseUrl server, String name) {
        new PipelineDatabase(server).execute("create database " + name);
        return new PipelineDatabase(server.withDatabase(name));
    }

    String url() {
        return url.withPassword();
    }

    long documents(String status) {
        return number("select count(*) from quarry.documents where status = ?", status);
    }

    long chunks() {
        return number("select count(*) from quarry.document_chunks");
    }

    /** Each is a chunk's that is there: a foreign key sees to it. */
    long vectors() {
        return number("select count(*) from quarry.space_1_vectors");
    }

    /** Sessions that hold an advisory lock, by process. */
    List<Integer> lockHolders() {
        return column("select pid " + LOCKS, Integer.class);
    }

    /** Tasks that a worker has, or had when it died. */
    long leases() {
        return number("select count(*) from quarry.job_tasks where lease_owner is not null");
    }

    long tasks(String state) {
        return number("select count(*) from quarry.job_tasks where state = ?", state);
    }

    long openJobs() {
        return number("select count(*) from quarry.jobs where finished_at is null");
    }

    /** The vectors of chunks that hold the word. */
    List<byte[]> vectorsOfChunksWith(String word) {
        return column("""
                select v.vector
                from quarry.space_1_vectors v
                join quarry.document_chunks c on c.tenant_id = v.tenant_id and c.id = v.chunk_id
                where position(? in c.content) > 0
                """, byte[].class, word);
    }

    @CanIgnoreReturnValue
    long number(String sql, Object... parameters) {
        return column(sql, Long.class, parameters).getFirst();
    }

    void endSession(int pid) {
        column("select pg_terminate_backend(?)", Boolean.class, pid);
    }

    @CanIgnoreReturnValue
    private <T> List<T> column(String sql, Class<T> type, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(type.cast(rows.getObject(1)));
                }
            }
            return values;
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    private void execute(String sql) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), "");
    }
}
