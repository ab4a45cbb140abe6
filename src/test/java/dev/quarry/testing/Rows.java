package dev.quarry.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Looks into the tables past the service, on the owner's JDBC connection and over all tenants. */
@ApplicationScoped
public class Rows {
    private final DataSource owner;

    Rows(DataSource owner) {
        this.owner = owner;
    }

    public long count(String table) {
        return number("select count(*) from " + table);
    }

    /** The first number of a query's first row. */
    @CanIgnoreReturnValue
    public long number(String sql, Object... parameters) {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @CanIgnoreReturnValue
    public int execute(String sql) {
        return with(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    /** Work on a connection that sees every tenant's rows. */
    public <T> T with(Work<T> work) {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local search_path to quarry, public");
                statement.execute("set local quarry.tenant_id to '*'");
            }
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    /** What is done with the connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
