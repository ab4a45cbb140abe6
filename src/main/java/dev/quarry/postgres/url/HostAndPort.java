package dev.quarry.postgres.url;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one server that a database URL names.
 *
 * @param host a name or an address; an IPv6 address without the brackets that it has in a URL
 */
public record HostAndPort(String host, int port) {
    private static final int DEFAULT_PORT = 5432;
    private static final int LARGEST_PORT = 65_535;

    private static final Pattern IN_URL =
            Pattern.compile("(?:\\[(?<ipv6>[0-9A-Fa-f:.]+)]|(?<host>[^:\\[\\]]*))(?::(?<port>[^:]*))?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");

    /**
     * Reads what stands between user and database.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static HostAndPort parse(String text) {
        if (text.contains(",")) {
            throw new IllegalArgumentException("the database URL names several hosts; one is taken");
        }
        Matcher matcher = IN_URL.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the database URL's host and port are not of the form host:port"
                    + " (an IPv6 address stands in brackets: [::1]:5432)");
        }
        String ipv6 = matcher.group("ipv6");
        return new HostAndPort(ipv6 != null ? ipv6 : name(matcher.group("host")), port(matcher.group("port")));
    }

    /** As it stands in a URL. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String name(String text) {
        if (text.isEmpty()) {
            return "localhost";
        }
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "the database URL's host is neither a name nor an address (a socket's folder is not taken)");
        }
        return text;
    }

    private static int port(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException(
                    "the database URL has the port '" + text + "'; allowed are 1 to " + LARGEST_PORT);
        }
        return port;
    }
}
