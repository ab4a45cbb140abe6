package dev.quarry.tenant.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@ServiceTest
@TestProfile(AskingForKeys.class)
class TenantsResourceTest {
    private static final String TENANTS = "/api/v1/admin/tenants";
    private static final String DOCUMENTS = "/api/v1/documents";

    @Inject
    Rows rows;

    @Test
    void a_deleted_tenant_takes_all_its_rows_along_and_nobody_elses() {
        Caller going = Caller.ofNewTenant();
        Caller staying = Caller.ofNewTenant();
        String kept = store(staying);
        var _ = store(going);
        long number = number(going);
        assertThat(rowsOf(number)).isPositive();

        Caller.OPERATOR.asks().delete(TENANTS + "/" + going.tenant()).then().statusCode(400);
        Caller.OPERATOR
                .asks()
                .queryParam("confirm", true)
                .delete(TENANTS + "/" + going.tenant())
                .then()
                .statusCode(202)
                .body("deleting_since", not(nullValue()));

        await().atMost(Duration.ofSeconds(3))
                .until(() -> going.asks().get(DOCUMENTS).statusCode() == 401);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> rows.number("select count(*) from tenants where id = " + number) == 0);
        assertThat(rowsOf(number)).isZero();
        staying.asks().get(DOCUMENTS + "/" + kept).then().statusCode(200);
    }

    @Test
    void a_renamed_tenant_keeps_its_rows_and_keys() {
        Caller admin = Caller.ofNewTenant();
        String id = store(admin);
        String newName = admin.tenant() + ".renamed";

        Caller.OPERATOR
                .asks()
                .body(Map.of("name", newName))
                .patch(TENANTS + "/" + admin.tenant())
                .then()
                .statusCode(200);

        admin.asks().get(DOCUMENTS + "/" + id).then().statusCode(200);
        Caller.OPERATOR.asks().get(TENANTS).then().body("tenants.name", hasItem(newName));
        await().atMost(Duration.ofSeconds(3))
                .until(() -> Caller.OPERATOR
                                .asks()
                                .header("Quarry-Tenant", String.valueOf(admin.tenant()))
                                .get(DOCUMENTS)
                                .statusCode()
                        == 404);
    }

    @Test
    void the_first_tenant_stays() {
        Caller.OPERATOR
                .asks()
                .queryParam("confirm", true)
                .delete(TENANTS + "/default")
                .then()
                .statusCode(409);
    }

    @Test
    void a_name_is_taken_once_and_has_few_letters() {
        Caller.OPERATOR
                .asks()
                .body(Map.of("name", "default"))
                .post(TENANTS)
                .then()
                .statusCode(409);
        Caller.OPERATOR
                .asks()
                .body(Map.of("name", "Über uns"))
                .post(TENANTS)
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("name"));
        Caller.OPERATOR.asks().post(TENANTS).then().statusCode(400);
        Caller.OPERATOR
                .asks()
                .queryParam("confirm", true)
                .delete(TENANTS + "/nobody")
                .then()
                .statusCode(404);
    }

    private static String store(Caller caller) {
        return caller.asks()
                .body(Map.of("title", "Some title", "content", "Some words about impellers and pumps."))
                .post(DOCUMENTS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private long number(Caller caller) {
        return rows.number("select id from tenants where name = ?", Objects.requireNonNull(caller.tenant()));
    }

    /** Rows of that tenant in every table that has tenants' rows. */
    private long rowsOf(long tenant) {
        return rows.with(connection -> {
            try (var statement = connection.createStatement();
                    var counts = statement.executeQuery("""
                            select sum((xpath('/row/n/text()', query_to_xml(
                              format('select count(*) as n from quarry.%I where tenant_id = TENANT', c.relname),
                              false, true, '')))[1]::text::bigint)
                            from pg_class c
                            join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                            where c.relnamespace = 'quarry'::regnamespace and c.relkind in ('r', 'p')
                              and c.relname <> 'audit_events'
                            """.replace("TENANT", Long.toString(tenant)))) {
                counts.next();
                return counts.getLong(1);
            }
        });
    }
}
