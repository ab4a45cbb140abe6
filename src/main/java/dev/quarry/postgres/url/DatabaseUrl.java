package dev.quarry.postgres.url;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * @param parameters the query parameters, all of them among {@link #PARAMETERS}
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
    public static final Set<String> PARAMETERS =
            Set.of("sslmode", "sslrootcert", "connect_timeout", "application_name");

    private static final int SUPABASE_TRANSACTION_POOLER = 6543;

    static final Set<String> SSL_MODES = Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final Pattern URL = Pattern.compile("(?:jdbc:)?postgres(?:ql)?(?:\\+(?<driver>[a-z0-9_]+))?://"
            + "(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?"
            + "(?<address>[^/?@]*)(?:/(?<database>[^/?@]*))?(?:\\?(?<query>.*))?");

    public DatabaseUrl {
        hosts = List.copyOf(hosts);
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException naming the offending part and what is allowed, never the password
     */
    public static DatabaseUrl parse(String text) {
        Matcher url = URL.matcher(text.strip());
        if (!url.matches()) {
            throw malformed();
        }
        String query = url.group("query");
        try {
            return read(url, parseQuery(query));
        } catch (IllegalArgumentException error) {
            throw mayHoldPassword(query) ? malformed() : error;
        }
    }

    private static DatabaseUrl read(Matcher url, Map<String, String> parameters) {
        String user = firstNonEmpty(decode(url.group("user"), "user"), parameters.remove("user"));
        String password = firstNonEmpty(decode(url.group("password"), "password"), parameters.remove("password"));
        rejectUnknown(parameters);
        HostAndPort address = HostAndPort.parse(url.group("address"));
        if (user == null) {
            throw new IllegalArgumentException("the database URL names no user: postgresql://USER@host/database");
        }
        String database = decode(url.group("database"), "database");
        return new DatabaseUrl(
                url.group("driver"),
                List.of(address),
                database == null || database.isEmpty() ? user : database,
                user,
                password,
                parameters);
    }

    /** A password that is not percent-encoded goes on behind its ? or &: what was read of it must not be quoted. */
    private static boolean mayHoldPassword(@Nullable String query) {
        return query != null && (query.contains("@") || query.contains("password"));
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("the database URL is not of the form "
                + "postgresql://user:password@host:port/database?parameter=value"
                + " (postgres://, postgresql+asyncpg:// and jdbc:postgresql:// are taken too; one host;"
                + " percent-encode @ : / ? & in a user or password; known parameters are "
                + new TreeSet<>(PARAMETERS) + ")");
    }

    /** The URL that the JDBC driver takes; user and password are passed beside it. */
    public String jdbcUrl() {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(jdbcParameter(name) + "=" + encode(value)));
        return "jdbc:postgresql://" + address() + "/" + encode(database) + query;
    }

    /** How long opening a connection may take, where the URL says so. */
    public Optional<Duration> connectTimeout() {
        return Optional.ofNullable(parameters.get("connect_timeout"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** Whether the URL leads to a pooler that gives every transaction another session. */
    public boolean namesTransactionPooler() {
        return hosts.stream().anyMatch(host -> host.port() == SUPABASE_TRANSACTION_POOLER);
    }

    /** The same server and user, another database. */
    public DatabaseUrl withDatabase(String name) {
        return new DatabaseUrl(driver, hosts, name, user, password, parameters);
    }

    public String sslMode() {
        return parameters.getOrDefault("sslmode", "prefer");
    }

    /** The whole URL in its plain form, password included: for configuration only, never for a log. */
    public String withPassword() {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(name + "=" + encode(value)));
        String secret = password == null ? "" : ":" + encode(password);
        return "postgresql://" + encode(user) + secret + "@" + address() + "/" + encode(database) + query;
    }

    /** The URL with its password left out: fit for a log. */
    @Override
    public String toString() {
        return "postgresql://" + encode(user) + "@" + address() + "/" + encode(database);
    }

    private static Map<String, String> parseQuery(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "a query parameter of the database URL is not of the form name=value");
            }
            String name = pair.substring(0, equals);
            String value = decode(pair.substring(equals + 1), name);
            if (parameters.put(name, value == null ? "" : value) != null) {
                throw new IllegalArgumentException("the database URL has the parameter " + name + " twice");
            }
        }
        return parameters;
    }

    private static void rejectUnknown(Map<String, String> parameters) {
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (!PARAMETERS.contains(parameter.getKey())) {
                throw new IllegalArgumentException("the database URL has the parameter " + parameter.getKey()
                        + ", which is not known here; known are " + new TreeSet<>(PARAMETERS));
            }
        }
        String sslMode = parameters.get("sslmode");
        if (sslMode != null && !SSL_MODES.contains(sslMode)) {
            throw new IllegalArgumentException(
                    "the database URL has sslmode=" + sslMode + "; allowed are " + new TreeSet<>(SSL_MODES));
        }
        if (sslMode != null && sslMode.startsWith("verify-") && !parameters.containsKey("sslrootcert")) {
            throw new IllegalArgumentException(
                    "the database URL has sslmode=" + sslMode
                            + " and no sslrootcert: name the file of the authority's certificate, &sslrootcert=/path/to/root.crt");
        }
        String timeout = parameters.get("connect_timeout");
        if (timeout != null && !timeout.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "the database URL has connect_timeout=" + timeout + "; allowed are 1 to 9999, in seconds");
        }
    }

    private String address() {
        return hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
    }

    private static String jdbcParameter(String name) {
        return switch (name) {
            case "connect_timeout" -> "connectTimeout";
            case "application_name" -> "ApplicationName";
            default -> name;
        };
    }

    private static @Nullable String decode(@Nullable String text, String part) {
        if (text == null) {
            return null;
        }
        try {
            // A plus sign is a plus sign here: URIs of databases are percent-encoded, not form-encoded.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw new IllegalArgumentException("the " + part + " in the database URL has a bad percent-escape");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static @Nullable String firstNonEmpty(@Nullable String first, @Nullable String second) {
        return first != null && !first.isEmpty() ? first : second;
    }
}
