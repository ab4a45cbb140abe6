package dev.quarry.tenant.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries without their WHERE, on every table that the catalogue has with tenants' rows. */
@ServiceTest
@TestProfile(AskingForKeys.class)
class TenantTablesTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Inject
    Database database;

    @Inject
    Rows rows;

    private Caller ours = Caller.NOBODY;
    private Caller theirs = Caller.NOBODY;

    @BeforeEach
    void two_tenants_with_rows() {
        ours = inhabited();
        theirs = inhabited();
    }

    @Test
    void a_query_without_its_where_sees_nothing_of_another_tenant_in_any_table() {
        int number = number(ours);
        int withRows = 0;
        for (String table : tables()) {
            long all = count(RowScope.EVERY_TENANT, "select count(*) from " + table);
            long others = rows.number("select count(*) from " + table + " where tenant_id is distinct from " + number);
            long seen = count(RowScope.ofTenant(number), "select count(*) from " + table);
            long strange = count(
                    RowScope.ofTenant(number),
                    "select count(*) filter (where tenant_id is distinct from " + number + ") from " + table);

            assertThat(strange).as(table).isZero();
            assertThat(seen).as(table).isEqualTo(all - others);
            if (others > 0) {
                withRows++;
            }
        }
        // A table that holds nothing of others would prove nothing.
        assertThat(withRows).isGreaterThan(12);
    }

    @Test
    void a_change_without_its_where_changes_nothing_of_another_tenant() {
        int number = number(ours);
        long before = rows.number("select count(*) from documents where tenant_id = ?", number(theirs));
        var changed = database.write(
                        RowScope.ofTenant(number),
                        DEADLINE,
                        connection -> connection
                                .query("update documents set title = 'taken over'")
                                .execute()
                                .map(RowSet::rowCount))
                .await()
                .atMost(DEADLINE);

        assertThat(changed).isEqualTo((int) rows.number("select count(*) from documents where tenant_id = ?", number));
        assertThat(rows.number(
                        "select count(*) from documents where tenant_id = ? and title <> 'taken over'", number(theirs)))
                .isEqualTo(before);
    }

    @Test
    void a_tenant_sees_itself_in_the_list_of_tenants_and_no_other() {
        assertThat(count(RowScope.ofTenant(number(ours)), "select count(*) from tenants"))
                .isOne();
        assertThat(count(RowScope.EVERY_TENANT, "select count(*) from tenants")).isGreaterThan(2);
    }

    @Test
    void whoever_shows_a_key_sees_its_one_row_and_its_tenant() {
        RowScope shown = RowScope.ofShownKey(sha256(Objects.requireNonNull(ours.key())));

        assertThat(count(shown, "select count(*) from api_keys")).isOne();
        assertThat(count(shown, "select tenant_id from api_keys")).isEqualTo(number(ours));
        assertThat(count(shown, "select id from tenants")).isEqualTo(number(ours));
        assertThat(count(RowScope.ofShownKey(sha256("no key")), "select count(*) from api_keys"))
                .isZero();
        for (String table : tables()) {
            if (!"api_keys".equals(table)) {
                assertThat(count(shown, "select count(*) from " + table))
                        .as(table)
                        .isZero();
            }
        }
    }

    @Test
    void a_key_that_is_shown_cannot_be_changed_by_showing_it() {
        RowScope shown = RowScope.ofShownKey(sha256(Objects.requireNonNull(ours.key())));

        int changed = database.write(
                        shown,
                        DEADLINE,
                        connection -> connection
                                .query("update api_keys set role = 'admin', expires_at = null")
                                .execute()
                                .map(RowSet::rowCount))
                .await()
                .atMost(DEADLINE);

        assertThat(changed).isZero();
    }

    @Test
    void without_a_scope_nothing_is_seen() {
        assertThat(tables()).allSatisfy(table -> assertThat(unscoped(table)).isZero());
        assertThat(unscoped("tenants")).isZero();
    }

    private static Caller inhabited() {
        Caller admin = Caller.ofNewTenant();
        String id = admin.asks()
                .body(Map.of(
                        "title", "Pump AB-1234/5",
                        "content", "The impeller AB-1234/5 is replaced every 200 hours.",
                        "metadata", Map.of("kind", "manual")))
                .post("/api/v1/documents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        admin.asks()
                .body(Map.of(
                        "queries", List.of(Map.of("id", "q", "text", "impeller")),
                        "judgements", Map.of("q", Map.of(id, 1))))
                .post("/api/v1/admin/evaluations?wait=true")
                .then()
                .statusCode(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> "ready"
                        .equals(admin.asks().get("/api/v1/documents/" + id).path("status")));
        return admin;
    }

    private List<String> tables() {
        return rows.with(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("""
                            select c.relname
                            from pg_class c
                            join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                            where c.relnamespace = 'quarry'::regnamespace and c.relkind in ('r', 'p')
                            order by 1
                            """)) {
                List<String> names = new ArrayList<>();
                while (row.next()) {
                    names.add(row.getString(1));
                }
                return names;
            }
        });
    }

    private int number(Caller caller) {
        return (int) rows.number("select id from tenants where name = ?", Objects.requireNonNull(caller.tenant()));
    }

    private long count(RowScope scope, String sql) {
        return database.read(
                        scope,
                        DEADLINE,
                        connection -> connection
                                .query(sql)
                                .execute()
                                .map(found -> found.iterator().next().getLong(0)))
                .await()
                .atMost(DEADLINE);
    }

    /** As the role that requests run as, with nothing set: a scope that names nobody. */
    private long unscoped(String table) {
        return count(new RowScope("", ""), "select count(*) from " + table);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
