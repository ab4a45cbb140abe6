package dev.quarry.postgres.pool;

import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.postgres.url.TlsMode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Map;

/** Opens connections to the server that a URL names. */
public final class Connector {
    private static final int CACHED_SQL_LENGTH = 16_384;

    private final VertxInternal vertx;
    private final PgConnectOptions options;
    private final ConnectionFactory factory;

    public Connector(Vertx vertx, DatabaseUrl url, Settings settings) {
        this.vertx = (VertxInternal) vertx;
        this.options = options(url, settings);
        this.factory = PgDriver.INSTANCE.createConnectionFactory(vertx, options);
    }

    /**
     * How connections are opened.
     *
     * @param applicationName what the server's activity view shows
     * @param sessionSettings what the session is to be set to, where there is a session to set
     * @param transactionPooler whether every transaction may run in another session: then nothing is left in a session,
     *     neither settings nor named statements
     * @param timeout for one connection, from the first packet to the server's readiness
     */
    public record Settings(
            String applicationName, Map<String, String> sessionSettings, boolean transactionPooler, Duration timeout) {}

    /** A new connection on an event loop of its own choice, or the error of the client, of the server or of the network. */
    public Future<PgConnection> connect() {
        return factory.connect(vertx.createEventLoopContext(), options).map(PgConnection::cast);
    }

    /** How a connection is made that something else opens, such as the one that listens. */
    public PgConnectOptions options() {
        return options;
    }

    /** Ends what opening needs; connections that are open have to be closed before. */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        factory.close(closed);
        return closed.future();
    }

    private static PgConnectOptions options(DatabaseUrl url, Settings settings) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.hosts().getFirst().host())
                .setPort(url.hosts().getFirst().port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setPassword(url.password() == null ? "" : url.password())
                .setSslMode(SslMode.of(url.sslMode().text()))
                .setCachePreparedStatements(!settings.transactionPooler())
                // By default statements of 2,048 characters or more are prepared anew each time; BM25's is one.
                .setPreparedStatementCacheSqlLimit(CACHED_SQL_LENGTH)
                .addProperty("application_name", settings.applicationName());
        options.setUseLayer7Proxy(settings.transactionPooler());
        options.setConnectTimeout((int) settings.timeout().toMillis());
        if (!settings.transactionPooler()) {
            settings.sessionSettings().forEach(options::addProperty);
        }
        // A peer that vanished without a word is noticed, if late.
        options.setTcpKeepAlive(true);
        String rootCertificate = url.parameters().get("sslrootcert");
        if (rootCertificate != null) {
            options.setPemTrustOptions(new PemTrustOptions().addCertPath(rootCertificate));
        } else if (url.sslMode().compareTo(TlsMode.REQUIRE) <= 0) {
            // As libpq has it: these modes encrypt and do not verify.
            options.setTrustAll(true);
        }
        if (url.sslMode() == TlsMode.VERIFY_FULL) {
            options.setHostnameVerificationAlgorithm("HTTPS");
        }
        return options;
    }
}
