package dev.quarry.search.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A column of a query's rows.
 *
 * @param type as PostgreSQL calls it, {@code []} behind an array's
 */
record Column(String name, String type) {
    static final String ID = "id";
    static final String TITLE = "title";
    static final String CONTENT = "content";
    static final String SCORE = "score";
    static final String CHUNK_ID = "chunk_id";

    /** What has a meaning of its own; every other column is one of the record's fields. */
    static final Set<String> MEANT = Set.of(ID, TITLE, CONTENT, SCORE, CHUNK_ID);

    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "float4", "float8", "numeric");
    private static final String NAMELESS = "?column?";
    private static final String ARRAY = "_array";

    /** @param driverType the driver's word for the type, such as {@code INT4_ARRAY} */
    static Column of(String name, String driverType) {
        String type = driverType.toLowerCase(Locale.ROOT);
        return new Column(
                name,
                type.endsWith(ARRAY)
                        ? type.substring(0, type.length() - ARRAY.length()) + "[]"
                        : type.equals("unknown") ? "other" : type);
    }

    /**
     * Holds a query's columns to what is needed.
     *
     * @throws IllegalArgumentException saying what is wrong and what is wanted, a clause that follows the setting's name
     */
    static void check(List<Column> columns) {
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            refuse(column.name.equals(NAMELESS), "has a column without a name; name it: AS name");
            refuse(
                    !names.add(column.name),
                    "has several columns called " + column.name + "; name one differently: AS name");
            refuse(
                    column.type.startsWith("bytea"),
                    "has the column " + column.name + " of type " + column.type
                            + ", which JSON cannot hold; leave it out, or encode it: encode(" + column.name
                            + ", 'base64')");
            column.check();
        }
        for (String needed : List.of(ID, TITLE)) {
            refuse(
                    !names.contains(needed),
                    "has no column " + needed + "; id and title are needed: SELECT … AS id, … AS title. It has "
                            + String.join(
                                    ", ", columns.stream().map(Column::name).toList()));
        }
    }

    private void check() {
        refuse(
                name.equals(SCORE) && !NUMBERS.contains(type),
                "has the column score of type " + type + "; it must be a number, best from 0 to 1");
        refuse(
                name.equals(CHUNK_ID) && !type.equals("uuid"),
                "has the column chunk_id of type " + type + "; it must be uuid");
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalArgumentException(message);
        }
    }
}
