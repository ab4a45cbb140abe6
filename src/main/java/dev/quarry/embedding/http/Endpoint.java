package dev.quarry.embedding.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where embeddings are asked for. */
public record Endpoint(URI uri) {
    private static final Kind EMBEDDINGS = new Kind(
            "/embeddings",
            "/v1",
            "QUARRY_EMBEDDING_URL is not a URL such as https://api.openai.com/v1 or"
                    + " http://localhost:11434/v1/embeddings; a password does not belong there but in QUARRY_EMBEDDING_API_KEY");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * Reads a URL with or without its end: one that ends with {@code /embeddings} is taken as it is, any other path is a base
     * to which {@code /embeddings} is added, and a server alone gets {@code /v1/embeddings}.
     *
     * @throws IllegalArgumentException saying what is allowed, without the URL: it might hold a password
     */
    public static Endpoint parse(String url) {
        return parse(url, EMBEDDINGS);
    }

    /**
     * Reads the URL of a service of any kind, with or without its end.
     *
     * @throws IllegalArgumentException with the kind's complaint
     */
    public static Endpoint parse(String url, Kind kind) {
        URI given = uri(url.strip(), kind);
        String path = given.getRawPath() == null ? "" : given.getRawPath().replaceFirst("/+$", "");
        if (path.isEmpty()) {
            path = kind.underAServer();
        }
        if (!path.endsWith(kind.resource())) {
            path += kind.resource();
        }
        String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
        return new Endpoint(uri(given.getScheme() + "://" + given.getRawAuthority() + path + query, kind));
    }

    /**
     * What is asked for.
     *
     * @param resource the end of its path
     * @param underAServer the path before it where the URL has none
     * @param complaint what is said of what is no such URL
     */
    public record Kind(String resource, String underAServer, String complaint) {}

    /** Host and port, as they are shown to people. */
    public String host() {
        return uri.getRawAuthority();
    }

    /** Whether a key would travel over a network for everybody to read. */
    public boolean isOpenToEavesdroppers() {
        return !isEncrypted() && !LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
    }

    public boolean isEncrypted() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** What is asked for; without the part behind the question mark, which may hold a secret. */
    String address() {
        return uri.getScheme() + "://" + host() + uri.getRawPath();
    }

    private static URI uri(String text, Kind kind) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException notShown) {
            // Its message repeats the URL.
        }
        throw new IllegalArgumentException(kind.complaint());
    }
}
