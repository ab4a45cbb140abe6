package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class SettingChangeTest {
    @Test
    void only_what_differs_is_told_by_its_whole_name() {
        JsonObject settings = new JsonObject()
                .put("weights", new JsonObject().put("bm25", 1).put("vector", 0.7))
                .put("fusion", "weighted_sum");
        JsonObject other = new JsonObject()
                .put("weights", new JsonObject().put("bm25", 1.0).put("vector", 0.5))
                .put("fusion", "weighted_sum");

        assertThat(SettingChange.between(settings, other))
                .containsExactly(new SettingChange("weights.vector", 0.7, 0.5));
    }

    @Test
    void what_one_of_them_lacks_differs_too() {
        JsonObject settings = new JsonObject().put("capabilities", new JsonArray().add("bm25"));
        assertThat(SettingChange.between(settings, new JsonObject()))
                .containsExactly(new SettingChange("capabilities", new JsonArray().add("bm25"), null));
        assertThat(SettingChange.between(settings, settings.copy())).isEmpty();
    }
}
