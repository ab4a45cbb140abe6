package dev.quarry.postgres.url;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who connects, read from a URL in any of the forms that users have.
 *
 * <p>A driver's suffix ({@code postgresql+asyncpg://}) and a leading {@code jdbc:} are accepted and mean nothing here.
 * Neither {@link #toString()} nor any error holds the password.
 *
 * @param driver the suffix that was ignored, such as {@code asyncpg}, for the log
 * @param hosts in the order in which they are tried; at least one
 * @param parameters the query parameters, all of them among {@link #PARAMETERS}; {@code ssl=} has become {@code sslmode}
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">libpq's URIs</a>
 */
public record DatabaseUrl(
        @Nullable String driver,
        List<HostAndPort> hosts,
        String database,
        String user,
        @Nullable String password,
        Map<String, String> parameters) {

    /** The query parameters that mean something here. */
    public static final Set<String> PARAMETERS = UrlParameters.KNOWN;

    private static final int SUPABASE_TRANSACTION_POOLER = 6543;

    public DatabaseUrl {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a database URL names at least one host");
        }
        hosts = List.copyOf(hosts);
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads a URL, and looks whether the files that it names can be read.
     *
     * @throws IllegalArgumentException naming the offending part and what is allowed, never the password
     */
    public static DatabaseUrl parse(String text) {
        return UrlGrammar.read(text);
    }

    /** The URL that the JDBC driver takes; user and password are passed beside it. */
    public String jdbcUrl() {
        return JdbcUrl.of(this);
    }

    /** How long opening a connection may take, where the URL says so. */
    public Optional<Duration> connectTimeout() {
        return Optional.ofNullable(parameters.get("connect_timeout"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** Whether the URL leads to a pooler that gives every transaction another session. */
    public boolean namesTransactionPooler() {
        String said = parameters.get("pgbouncer");
        return said != null
                ? Boolean.parseBoolean(said)
                : hosts.stream().anyMatch(host -> host.port() == SUPABASE_TRANSACTION_POOLER);
    }

    public TlsMode sslMode() {
        return TlsMode.named(parameters.getOrDefault("sslmode", "")).orElse(TlsMode.PREFER);
    }

    /** Which of the hosts will do. */
    public TargetSession targetSession() {
        return TargetSession.named(parameters.getOrDefault("target_session_attrs", ""))
                .orElse(TargetSession.ANY);
    }

    /** The server's settings for the session that the URL's {@code options} name. */
    public Map<String, String> serverSettings() {
        return OptionsParameter.settings(parameters.getOrDefault("options", ""));
    }

    /** The same server and user, another database. */
    public DatabaseUrl withDatabase(String name) {
        return new DatabaseUrl(driver, hosts, name, user, password, parameters);
    }

    /** The whole URL in its plain form, password included: for configuration only, never for a log. */
    public String withPassword() {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        new TreeMap<>(parameters).forEach((name, value) -> query.add(name + "=" + Percent.encode(value)));
        String secret = password == null ? "" : ":" + Percent.encode(password);
        return "postgresql://" + Percent.encode(user) + secret + "@" + address() + "/" + Percent.encode(database)
                + query;
    }

    /** The URL with its password left out: fit for a log. */
    @Override
    public String toString() {
        return "postgresql://" + Percent.encode(user) + "@" + address() + "/" + Percent.encode(database);
    }

    String address() {
        return hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
    }
}
