package dev.quarry.search.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTest {
    @Test
    void what_is_needed_is_enough() {
        assertThatCode(() -> Column.check(columns("id:INT8 title:TEXT"))).doesNotThrowAnyException();
        assertThatCode(() -> Column.check(columns(
                        "id:UUID title:TEXT content:TEXT score:FLOAT4 chunk_id:UUID price:NUMERIC tags:TEXT_ARRAY")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "id:INT8, has no column title; id and title are needed: SELECT … AS id",
        "title:TEXT, has no column id",
        "id:INT8 title:TEXT a:INT4 a:INT4, several columns called a",
        "id:INT8 title:TEXT ?column?:INT4, a column without a name",
        "id:INT8 title:TEXT photo:BYTEA, the column photo of type bytea",
        "id:INT8 title:TEXT photos:BYTEA_ARRAY, the column photos of type bytea[]",
        "id:INT8 title:TEXT score:TEXT, the column score of type text; it must be a number",
        "id:INT8 title:TEXT chunk_id:TEXT, the column chunk_id of type text; it must be uuid",
    })
    void what_cannot_be_shown_is_refused(String columns, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Column.check(columns(columns)))
                .withMessageContaining(message);
    }

    @Test
    void types_are_called_as_postgresql_calls_them() {
        assertThat(columns("a:INT4_ARRAY b:TIMESTAMPTZ c:UNKNOWN"))
                .extracting(Column::type)
                .containsExactly("int4[]", "timestamptz", "other");
    }

    private static List<Column> columns(String described) {
        return Arrays.stream(described.split(" ", -1))
                .map(column -> column.split(":", -1))
                .map(parts -> Column.of(parts[0], parts[1]))
                .toList();
    }
}
