package dev.quarry.embedding.recall;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Function;

/** A database under the row-level security of one tenant: each piece of work is a transaction, and is waited for. */
public interface Transactions {
    <T> T run(Function<SqlConnection, Uni<T>> work);
}
