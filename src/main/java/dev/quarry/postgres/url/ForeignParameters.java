package dev.quarry.postgres.url;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Parameters that other tools write: those that ask for nothing, and what to do in place of the others. */
final class ForeignParameters {
    private static final String POOLER = "set pgbouncer=true, or QUARRY_POOL_MODE=transaction, if a transaction pooler"
            + " is the reason; prepared statements are left out then";
    private static final String SEARCH_PATH = "Quarry sets its search_path itself";

    private static final String SILENT = "leave it out; quarry.pool.main.pre-ping-after finds silent deaths";

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("prepared_statement_cache_size", POOLER),
            Map.entry("statement_cache_size", POOLER),
            Map.entry("prepareThreshold", POOLER),
            Map.entry("prepare_threshold", POOLER),
            Map.entry("connection_limit", "set quarry.pool.main.pool-size"),
            Map.entry("pool_size", "set quarry.pool.main.pool-size"),
            Map.entry("max_overflow", "set quarry.pool.main.max-overflow"),
            Map.entry("pool_timeout", "set quarry.pool.main.acquire-timeout"),
            Map.entry("pool_recycle", "set quarry.pool.main.recycle"),
            Map.entry("command_timeout", "set quarry.pool.main.command-timeout"),
            Map.entry("socketTimeout", "set quarry.pool.main.command-timeout"),
            Map.entry("connectTimeout", "write connect_timeout"),
            Map.entry("loginTimeout", "write connect_timeout"),
            Map.entry("ApplicationName", "write application_name"),
            Map.entry("targetServerType", "write target_session_attrs"),
            Map.entry("hostaddr", "write the address as the host"),
            Map.entry("schema", SEARCH_PATH),
            Map.entry("currentSchema", SEARCH_PATH),
            Map.entry("timeout", "write connect_timeout"),
            Map.entry("min_size", "set quarry.pool.main.min-size"),
            Map.entry("max_size", "set quarry.pool.main.pool-size"),
            Map.entry("server_settings", "write application_name, or options=-c name=value"),
            Map.entry("keepalives", SILENT),
            Map.entry("keepalives_idle", SILENT),
            Map.entry("keepalives_interval", SILENT),
            Map.entry("keepalives_count", SILENT),
            Map.entry("tcp_user_timeout", SILENT),
            Map.entry("client_encoding", "leave it out, it is always UTF-8"),
            Map.entry("supa", "leave it out"),
            Map.entry("sslpassword", "give sslkey without encryption"));

    private ForeignParameters() {}

    /** Takes out what is true here anyway, and refuses the same name with a value that is not. */
    static void removeHarmless(Map<String, String> parameters) {
        removeUnlessRequired(
                parameters,
                "channel_binding",
                "channel binding is not spoken here; sslmode=verify-full keeps others out of the middle as well");
        removeUnlessRequired(parameters, "gssencmode", "GSSAPI is not spoken here; encrypt with sslmode=verify-full");
    }

    private static void removeUnlessRequired(Map<String, String> parameters, String name, String instead) {
        UrlParameters.oneOf(parameters, name, List.of("disable", "prefer", "require"));
        if ("require".equals(parameters.remove(name))) {
            throw InvalidUrl.quoting("the database URL has " + name + "=require: " + instead);
        }
    }

    static void rejectUnknown(Map<String, String> parameters) {
        List<String> unknown = parameters.keySet().stream()
                .filter(name -> !UrlParameters.KNOWN.contains(name))
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        String advice = unknown.stream()
                .filter(INSTEAD::containsKey)
                .map(name -> "; in place of " + name + ": " + INSTEAD.get(name))
                .collect(Collectors.joining());
        boolean one = unknown.size() == 1;
        throw InvalidUrl.quoting("the database URL has the parameter" + (one ? " " : "s ") + String.join(", ", unknown)
                + ", which " + (one ? "is" : "are") + " not known here" + advice + "; known are "
                + UrlParameters.known());
    }
}
