package dev.quarry.search.sql;

import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of one query, as a test names them. */
final class SqlSettings {
    private SqlSettings() {}

    /** The query {@code parts} with those settings, each as {@code key=value}. */
    static OwnQuery parts(String query, String... more) {
        Map<String, String> properties = new HashMap<>(Map.of("quarry.search.sql.parts.query", query));
        for (String setting : more) {
            String[] pair = setting.split("=", 2);
            properties.put("quarry.search.sql.parts." + pair[0], pair[1]);
        }
        return of(properties).getFirst();
    }

    /** Every query that the properties name. */
    static List<OwnQuery> of(Map<String, String> properties) {
        return SqlCapabilities.queries(ConfigUtils.emptyConfigBuilder()
                .withDefaultValues(properties)
                .withMapping(SqlConfig.class)
                .build()
                .getConfigMapping(SqlConfig.class)
                .sources());
    }
}
