package dev.quarry.benchmark;

import dev.quarry.ingest.PassageTexts;
import dev.quarry.postgres.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The documents that wait for the pipeline, as the owner of the tables sees them. Held documents are stored and not due, so
 * that a turn can begin and end when it is to. Groups are told apart by how their external ids begin.
 */
final class Backlog implements AutoCloseable {
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final String HOLD =
            "update documents set next_attempt_at = 'infinity' where status <> 'ready' and external_id like ? || '%'";
    private static final String RELEASE =
            "update documents set next_attempt_at = now() where status <> 'ready' and external_id like ? || '%'";
    /** Those that are held are passed over by the index: looking must not cost what is measured. */
    private static final String UNFINISHED = """
            select count(*) from documents
            where status <> 'ready' and next_attempt_at < 'infinity' and external_id like ? || '%'
            """;

    private static final String CHUNKS_READY = """
            select count(*) from document_chunks c join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
            where d.status = 'ready' and d.external_id like ? || '%'
            """;
    /** All in the database's time, so that looking from time to time costs no precision. */
    private static final String SECONDS_TAKEN = """
            select extract(epoch from max(indexed_at) - max(next_attempt_at)) from documents
            where external_id like ? || '%'
            """;

    private static final String PASSAGES = """
            select chunk_context(d.title, c.heading_path), c.content
            from document_chunks c join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
            where d.external_id like ? || '%'
            order by d.id, c.position
            """;

    private final Connection connection;

    Backlog(DatabaseUrl url) {
        try {
            this.connection =
                    DriverManager.getConnection(url.jdbcUrl(), url.user(), Objects.requireNonNull(url.password()));
            execute("set search_path to quarry, public");
            execute("set quarry.tenant_id to '*'");
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    void hold(String group) {
        update(HOLD, group);
    }

    /** Makes them due and wakes the watcher. */
    void release(String group) {
        update(RELEASE, group);
        execute("notify quarry_documents");
    }

    /** Waits until all of them are ready. @return seconds since they were released, until the last was ready */
    double awaitReady(String group) throws InterruptedException {
        long began = System.nanoTime();
        while (number(UNFINISHED, group) > 0) {
            if (System.nanoTime() - began > LONGEST_WAIT.toNanos()) {
                throw new IllegalStateException("documents " + group + " are not ready; the service's log says more");
            }
            Thread.sleep(LOOK_AGAIN_AFTER);
        }
        return number(SECONDS_TAKEN, group);
    }

    int chunksReady(String group) {
        return (int) number(CHUNKS_READY, group);
    }

    int unfinished(String group) {
        return (int) number(UNFINISHED, group);
    }

    /** What the pipeline embeds for them, word by word. */
    List<String> passages(String group, PassageTexts texts) {
        try (PreparedStatement statement = prepared(PASSAGES, group);
                ResultSet rows = statement.executeQuery()) {
            List<String> passages = new ArrayList<>();
            while (rows.next()) {
                passages.add(texts.of(rows.getString(1), rows.getString(2)));
            }
            return passages;
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    /** This session's process at the server, on this machine. */
    ProcessHandle serverSession() {
        return ProcessHandle.of((long) number("select pg_backend_pid() where ? = ''", ""))
                .orElseThrow();
    }

    /** What holding and releasing left behind is swept up between turns, not during one. */
    void tidy() {
        execute("vacuum analyze documents");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void update(String sql, String group) {
        try (PreparedStatement statement = prepared(sql, group)) {
            statement.executeUpdate();
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    private double number(String sql, String group) {
        try (PreparedStatement statement = prepared(sql, group);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    private PreparedStatement prepared(String sql, String group) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, group);
        return statement;
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }
}
