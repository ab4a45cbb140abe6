package dev.quarry.postgres.pool;

import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.postgres.url.HostAndPort;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.HashMap;
import java.util.Map;

/** A URL and its settings in Vert.x's words, for one host at a time. */
record HostOptions(DatabaseUrl url, Connector.Settings settings) {
    private static final int CACHED_SQL_LENGTH = 16_384;

    /** One try: encrypted, verified as the URL says, or in plain text. Vert.x never changes between the two by itself. */
    PgConnectOptions forTry(HostAndPort host, boolean encrypted) {
        PgConnectOptions options = basic(host);
        if (encrypted) {
            TlsOptions.of(url).applyTo(options);
        } else {
            options.setSslMode(SslMode.DISABLE);
        }
        return options;
    }

    private PgConnectOptions basic(HostAndPort host) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(host.host())
                .setPort(host.port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setPassword(url.password() == null ? "" : url.password())
                .setCachePreparedStatements(!settings.transactionPooler())
                // By default statements of 2,048 characters or more are prepared anew each time; BM25's is one.
                .setPreparedStatementCacheSqlLimit(CACHED_SQL_LENGTH)
                .setProperties(startupProperties());
        options.setUseLayer7Proxy(settings.transactionPooler());
        options.setConnectTimeout(Math.toIntExact(settings.timeout().toMillis()));
        // A peer that vanished without a word is noticed, if late.
        return options.setTcpKeepAlive(true);
    }

    /** In place of Vert.x's own: a stock PgBouncer refuses a session that asks for extra_float_digits. */
    private Map<String, String> startupProperties() {
        Map<String, String> properties = new HashMap<>();
        if (!settings.transactionPooler()) {
            properties.putAll(url.serverSettings());
            properties.putAll(settings.sessionSettings());
        }
        properties.put("application_name", settings.applicationName());
        properties.put("client_encoding", "utf8");
        properties.put("DateStyle", "ISO");
        return properties;
    }
}
