package dev.quarry.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Requests that take as long in the database as their caller says. Part of the tests, not of the service. */
@Path(SlowResource.PATH)
public class SlowResource {
    static final String PATH = "/test/slow";
    static final String CREATE_TABLE = "create table if not exists public.slow_writes (note text)";

    private static final RowScope SCOPE = RowScope.ofTenant(1);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Database database;

    SlowResource(Database database) {
        this.database = database;
    }

    @GET
    @Operation(hidden = true)
    public Uni<String> read(@QueryParam("ms") int milliseconds) {
        return database.read(SCOPE, DEADLINE, connection -> sleep(connection, milliseconds));
    }

    @POST
    @Operation(hidden = true)
    public Uni<String> write(@QueryParam("ms") int milliseconds, @QueryParam("note") String note) {
        return database.write(
                SCOPE,
                DEADLINE,
                connection -> connection
                        .preparedQuery("insert into public.slow_writes values ($1)")
                        .execute(Tuple.of(note))
                        .chain(() -> sleep(connection, milliseconds)));
    }

    private static Uni<String> sleep(SqlConnection connection, int milliseconds) {
        return connection
                .preparedQuery("select pg_sleep($1)")
                .execute(Tuple.of(milliseconds / 1000.0))
                .replaceWith("done");
    }
}
