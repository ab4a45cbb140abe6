package dev.quarry.postgres.url;

import java.util.regex.Pattern;

/**
 * One server that a database URL names.
 *
 * @param host a name or an address; an IPv6 address without the brackets that it has in a URL
 */
public record HostAndPort(String host, int port) {
    private static final String DEFAULT_HOST = "localhost";
    private static final int DEFAULT_PORT = 5432;
    private static final int LARGEST_PORT = 65_535;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /**
     * Reads a host and a port; what is empty gets its default.
     *
     * @throws InvalidUrl quoting neither: where a URL names no host, what stands in their place are user and password
     */
    static HostAndPort of(String host, String port) {
        return new HostAndPort(
                host.isEmpty() ? DEFAULT_HOST : checked(host), port.isEmpty() ? DEFAULT_PORT : number(port));
    }

    /** As it stands in a URL. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String checked(String host) {
        if (host.startsWith("/")) {
            throw InvalidUrl.saying("the database URL names a Unix socket, a folder in place of a host,"
                    + " and connections are made over TCP here: use host=localhost, or the address of the proxy");
        }
        if (!NAME.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw InvalidUrl.saying("the database URL's host is neither a name nor an address");
        }
        return host;
    }

    private static int number(String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > LARGEST_PORT) {
            throw InvalidUrl.saying("the database URL has a port that is not a number from 1 to " + LARGEST_PORT);
        }
        return port;
    }
}
