package dev.quarry.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.quarry.testing.Api;
import dev.quarry.testing.Pooler;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@ServiceTest
class AdminPoolsResourceTest {
    private static final String POOLS = "/api/v1/admin/pools";

    @Inject
    Rows rows;

    @Test
    void the_budget_adds_up_and_agrees_with_the_server() {
        JsonPath answer = Api.get(POOLS)
                .statusCode(200)
                .body("budget.instances", greaterThanOrEqualTo(1))
                .body("budget.instances_from", equalTo("seen"))
                .body("budget.in_use", greaterThan(0))
                .body("budget.policy", equalTo("warn"))
                .extract()
                .jsonPath();

        // main 20, worker 2, direct 2, and one that listens; behind a pooler the first two are not the server's to
        // hold.
        int perInstance = Pooler.isInBetween() ? 3 : 25;
        assertThat(answer.getInt("budget.per_instance")).isEqualTo(perInstance);
        assertThat(answer.getInt("budget.needed")).isEqualTo(perInstance * answer.getInt("budget.instances"));
        assertThat(answer.getLong("budget.max_connections"))
                .isEqualTo(rows.number("select current_setting('max_connections')::integer"));
        assertThat(answer.getInt("budget.available"))
                .isEqualTo(answer.getInt("budget.max_connections") - answer.getInt("budget.reserved"));
        assertThat(answer.getString("budget.verdict")).isEqualTo("within");
    }

    @Test
    void nothing_in_it_is_a_secret() {
        assertThat(Api.get(POOLS).statusCode(200).extract().asString())
                .doesNotContain("password")
                .doesNotContain("postgresql://");
    }
}
