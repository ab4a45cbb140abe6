package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An answer that says how it came about. */
@ServiceTest
class ExplainTest {
    @Test
    void the_contributions_of_the_legs_are_the_score() {
        Api.awaitReady(Api.store("Bilge", "The bilge pump starts by a float switch under the engine."));
        ValidatableResponse answer = explained();
        List<Number> scores = answer.extract().path("hits.score");
        List<Number> sums = answer.extract().path("hits.collect { it.explain.values().contribution.sum() }");

        assertThat(scores).isNotEmpty();
        for (int i = 0; i < scores.size(); i++) {
            assertThat(sums.get(i).doubleValue()).isEqualTo(scores.get(i).doubleValue(), within(1e-5));
        }
    }

    @Test
    void each_leg_says_what_it_had_and_what_it_counted() {
        Api.store("Bilge", "The bilge pump starts by a float switch under the engine.");
        explained()
                .body("legs.weight", everyItem(notNullValue()))
                .body("legs.deadline_ms", everyItem(greaterThan(0)))
                .body("legs.plan", everyItem(instanceOf(Map.class)))
                .body("legs.find { it.capability == 'bm25' }.weight", equalTo(1.0f))
                .body("legs.find { it.capability == 'bm25' }.deadline_ms", equalTo(3000))
                .body("explain.fusion", equalTo("weighted_sum"))
                .body("explain.depth", equalTo(100))
                .body("explain.times_ms", hasKey("fan_out"))
                .body("explain.times_ms", hasKey("fusion"))
                .body("explain.times_ms", hasKey("texts"))
                .body("explain.candidates", greaterThanOrEqualTo(1));
    }

    @Test
    void whether_a_leg_is_exact_is_always_said_and_the_rest_only_when_asked_for() {
        Api.search("bilge pump", 3)
                .body("legs.exact", everyItem(instanceOf(Boolean.class)))
                .body("explain", nullValue())
                .body("hits.explain", everyItem(nullValue()))
                .body("legs.plan", everyItem(nullValue()))
                .body("legs.weight", everyItem(nullValue()));
    }

    private static ValidatableResponse explained() {
        return Api.post(Api.SEARCH, Map.of("query", "bilge pump float switch", "k", 3, "explain", true))
                .statusCode(200);
    }
}
