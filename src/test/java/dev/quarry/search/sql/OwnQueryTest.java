package dev.quarry.search.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnQueryTest {
    @Test
    void a_query_alone_is_enough() {
        OwnQuery query = SqlSettings.parts("select 1 as id, 'a' as title");

        assertThat(query.capability()).isEqualTo("sql:parts");
        assertThat(query.deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(query.settings().limit()).isEqualTo(50);
        assertThat(query.role()).isEmpty();
    }

    @Test
    void a_dollar_quote_with_a_tag_passes_through_the_settings_and_one_without_is_explained() {
        assertThat(SqlSettings.parts("select $b$c$b$ as title").template().text())
                .isEqualTo("select $b$c$b$ as title");
        assertThatIllegalStateException()
                .isThrownBy(() -> SqlSettings.parts("select $$a$$ as id"))
                .withMessageContaining("In settings $$ is read as $: write $q$…$q$");
    }

    @Test
    void there_may_be_several() {
        assertThat(SqlSettings.of(Map.of(
                        "quarry.search.sql.parts.query", "select 1",
                        "quarry.search.sql.crew-list.query", "select 2")))
                .extracting(OwnQuery::capability)
                .containsExactly("sql:crew-list", "sql:parts");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, quarry.search.sql.parts.limit is 0; it must be between 1 and 1000",
        "limit=1001, quarry.search.sql.parts.limit is 1001",
        "weight=-1, quarry.search.sql.parts.weight is -1.0; it must be between 0 and 1000",
        "weight=NaN, quarry.search.sql.parts.weight is NaN",
        "deadline=0s, quarry.search.sql.parts.deadline must be longer",
    })
    void settings_that_make_no_sense_are_named(String setting, String message) {
        assertThatIllegalStateException()
                .isThrownBy(() -> SqlSettings.parts("select 1", setting))
                .withMessageContaining(message);
    }

    @Test
    void a_query_that_makes_no_sense_is_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SqlSettings.parts("select :nobody"))
                .withMessageStartingWith(
                        "quarry.search.sql.parts.query names the parameter :nobody, which does not exist");
    }

    @ParameterizedTest
    @CsvSource({"Parts", "1parts", "päts"})
    void a_name_is_plain(String name) {
        assertThatIllegalStateException()
                .isThrownBy(() -> SqlSettings.of(Map.of("quarry.search.sql." + name + ".query", "select 1")))
                .withMessageContaining("quarry.search.sql." + name + ": the name must begin with a-z");
    }
}
