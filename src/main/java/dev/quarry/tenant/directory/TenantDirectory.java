package dev.quarry.tenant.directory;

import dev.quarry.failure.Failure;
import dev.quarry.http.Page;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.Notifications;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import dev.quarry.tenant.ShortMemory;
import dev.quarry.tenant.TenantId;
import dev.quarry.tenant.key.Keys;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Makes, finds, renames and deletes tenants. */
@ApplicationScoped
public class TenantDirectory {
    /** Notified when a tenant's name or life has changed. */
    private static final String CHANNEL = "quarry_tenants";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(5);
    private static final int MOST_REMEMBERED = 10_000;

    private final Database database;
    private final Notifications notifications;
    private final ShortMemory<String, Optional<Tenant>> known = new ShortMemory<>(REMEMBERED_FOR, MOST_REMEMBERED);

    TenantDirectory(Database database, Notifications notifications) {
        this.database = database;
        this.notifications = notifications;
    }

    /** A part of the tenants, and how many there are. */
    record TenantList(
            @Schema(description = "This page of them.") List<Tenant> tenants,

            @Schema(description = "How many there are in all.")
            long total) {}

    void listen(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start) {
        notifications.listen(CHANNEL, known::forget);
    }

    /** The tenant of that name, as it was a moment ago; empty when there is none, or it is being deleted. */
    public Uni<Optional<TenantId>> find(String name) {
        if (!isName(name)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return known.get(
                        name,
                        () -> database.read(
                                RowScope.EVERY_TENANT, DEADLINE, connection -> TenantSql.find(connection, name)))
                .map(found ->
                        found.filter(tenant -> tenant.deletingSince() == null).map(Tenant::id));
    }

    Uni<TenantList> list(Page page) {
        return database.snapshot(
                RowScope.EVERY_TENANT,
                DEADLINE,
                connection -> TenantSql.list(connection, page)
                        .flatMap(tenants -> TenantSql.count(connection).map(total -> new TenantList(tenants, total))));
    }

    /** Makes a tenant. Fails with {@link Failure.Conflict} when the name is taken. */
    Uni<Tenant> create(String name) {
        requireName(name);
        return database.write(
                        RowScope.EVERY_TENANT,
                        DEADLINE,
                        connection -> TenantSql.insert(connection, name).call(made -> tellInstances(connection)))
                .map(made -> made.orElseThrow(() -> taken(name)));
    }

    /** Gives a tenant another name. */
    Uni<Tenant> rename(String name, String newName) {
        requireName(newName);
        return change(connection -> found(connection, name)
                .flatMap(tenant -> TenantSql.rename(connection, tenant.id(), newName))
                .invoke(free -> {
                    if (!free) {
                        throw taken(newName);
                    }
                })
                .chain(() -> found(connection, newName)));
    }

    /** Shuts everybody out of the tenant; its rows go in the background. */
    Uni<Tenant> delete(String name) {
        return change(connection -> found(connection, name)
                .invoke(TenantDirectory::requireDeletable)
                .call(tenant -> TenantSql.beginDeletion(connection, tenant.id()))
                .chain(() -> found(connection, name)));
    }

    private Uni<Tenant> change(Function<SqlConnection, Uni<Tenant>> work) {
        return database.write(
                RowScope.EVERY_TENANT,
                DEADLINE,
                connection -> work.apply(connection).call(() -> tellInstances(connection)));
    }

    private static Uni<Void> tellInstances(SqlConnection connection) {
        return TenantSql.tellInstances(connection, CHANNEL).chain(() -> Keys.tellInstances(connection));
    }

    private static Uni<Tenant> found(SqlConnection connection, String name) {
        return TenantSql.find(connection, name)
                .map(found -> found.orElseThrow(() -> new Failure.NotFound("there is no tenant of that name")));
    }

    private static void requireDeletable(Tenant tenant) {
        if (tenant.id().equals(TenantId.DEFAULT)) {
            throw new Failure.Conflict("the first tenant stands for callers that name none, and stays");
        }
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new Failure.Invalid(
                    "name",
                    "must be 1 to 63 lower-case letters, digits, dots, hyphens and underscores, a letter or digit first");
        }
    }

    private static Failure taken(String name) {
        return new Failure.Conflict("there is a tenant " + name + " already");
    }
}
