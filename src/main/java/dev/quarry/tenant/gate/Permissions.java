package dev.quarry.tenant.gate;

import static dev.quarry.tenant.AccessRole.ADMIN;
import static dev.quarry.tenant.AccessRole.OPERATOR;
import static dev.quarry.tenant.AccessRole.READER;
import static dev.quarry.tenant.AccessRole.WRITER;

import dev.quarry.http.ApiPaths;
import dev.quarry.tenant.AccessRole;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may do what: a row for each operation of the interface, by its verb and its path as /q/openapi has them. A test holds the
 * two to each other.
 */
public final class Permissions {
    private static final String GET = "GET";
    private static final String POST = "POST";
    private static final String PUT = "PUT";
    private static final String PATCH = "PATCH";
    private static final String DELETE = "DELETE";

    private static final List<Rule> RULES = Stream.of(
                    // Searching and reading.
                    new Rule(READER, GET, ApiPaths.SEARCH),
                    new Rule(READER, POST, ApiPaths.SEARCH),
                    new Rule(READER, GET, ApiPaths.CAPABILITIES),
                    new Rule(READER, GET, ApiPaths.DOCUMENTS),
                    new Rule(READER, GET, ApiPaths.DOCUMENTS + "/{id}"),
                    new Rule(READER, GET, ApiPaths.DOCUMENTS + ":export"),
                    new Rule(READER, GET, ApiPaths.CHUNKS + "/{id}"),
                    new Rule(READER, GET, ApiPaths.CHUNKING + "/strategies"),
                    new Rule(READER, GET, ApiPaths.JOBS),
                    new Rule(READER, GET, ApiPaths.JOBS + "/{id}"),
                    new Rule(READER, GET, ApiPaths.JOBS + "/{id}/tasks"),
                    new Rule(READER, GET, ApiPaths.JOBS + "/{id}/events"),
                    new Rule(READER, POST, ApiPaths.ANSWER),
                    new Rule(READER, GET, ApiPaths.SESSIONS),
                    new Rule(READER, GET, ApiPaths.SESSIONS + "/{id}"),
                    new Rule(READER, GET, ApiPaths.SESSIONS + "/{id}/messages"),
                    new Rule(READER, GET, ApiPaths.SESSIONS + "/{id}/messages/{message}"),
                    // Tools for assistants: they read only.
                    new Rule(READER, GET, ApiPaths.TOOLS),
                    new Rule(READER, POST, ApiPaths.TOOLS),
                    new Rule(READER, DELETE, ApiPaths.TOOLS),
                    // Conversations.
                    new Rule(WRITER, POST, ApiPaths.SESSIONS),
                    new Rule(WRITER, PATCH, ApiPaths.SESSIONS + "/{id}"),
                    new Rule(WRITER, DELETE, ApiPaths.SESSIONS + "/{id}"),
                    new Rule(WRITER, POST, ApiPaths.SESSIONS + "/{id}/messages"),
                    new Rule(WRITER, POST, ApiPaths.SESSIONS + "/{id}/messages/{message}/retry"),
                    new Rule(WRITER, PUT, ApiPaths.SESSIONS + "/{id}/messages/{message}/feedback"),
                    // Documents and chunks.
                    new Rule(WRITER, POST, ApiPaths.DOCUMENTS),
                    new Rule(WRITER, DELETE, ApiPaths.DOCUMENTS),
                    new Rule(WRITER, PATCH, ApiPaths.DOCUMENTS + "/{id}"),
                    new Rule(WRITER, DELETE, ApiPaths.DOCUMENTS + "/{id}"),
                    new Rule(WRITER, POST, ApiPaths.DOCUMENTS + "/{id}/rechunk"),
                    new Rule(WRITER, DELETE, ApiPaths.DOCUMENTS + "/{id}/rechunk"),
                    new Rule(WRITER, POST, ApiPaths.DOCUMENT_STREAM),
                    new Rule(WRITER, POST, ApiPaths.CHUNKING + "/preview"),
                    new Rule(WRITER, PATCH, ApiPaths.CHUNKS + "/{id}"),
                    new Rule(WRITER, DELETE, ApiPaths.CHUNKS + "/{id}"),
                    new Rule(WRITER, POST, ApiPaths.CHUNKS + "/{id}/split"),
                    new Rule(WRITER, POST, ApiPaths.CHUNKS + "/{id}/merge"),
                    new Rule(WRITER, POST, ApiPaths.CHUNKS + "/{id}/disable"),
                    new Rule(WRITER, POST, ApiPaths.CHUNKS + "/{id}/enable"),
                    new Rule(WRITER, POST, ApiPaths.JOBS + "/{id}/cancel"),
                    new Rule(WRITER, POST, ApiPaths.JOBS + "/{id}/retry"),
                    new Rule(WRITER, POST, ApiPaths.WATCHER + "/process-document/{id}"),
                    // A tenant's administration.
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_DOCUMENTS),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_DOCUMENTS + "/{id}/chunks"),
                    new Rule(ADMIN, POST, ApiPaths.ADMIN_DOCUMENTS + "/{id}/chunks"),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_CHUNKS + "/stats"),
                    new Rule(ADMIN, POST, ApiPaths.ADMIN_EMBEDDINGS + "/batch"),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_EVALUATIONS),
                    new Rule(ADMIN, POST, ApiPaths.ADMIN_EVALUATIONS),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_EVALUATIONS + "/{id}"),
                    new Rule(ADMIN, DELETE, ApiPaths.ADMIN_EVALUATIONS + "/{id}"),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_EVALUATIONS + "/{id}/queries"),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_EVALUATIONS + "/{id}/compare/{other}"),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_FEEDBACK + "/judgements"),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_KEYS),
                    new Rule(ADMIN, POST, ApiPaths.ADMIN_KEYS),
                    new Rule(ADMIN, DELETE, ApiPaths.ADMIN_KEYS + "/{id}"),
                    new Rule(ADMIN, GET, ApiPaths.ADMIN_AUDIT),
                    // The service itself, over all tenants.
                    new Rule(OPERATOR, GET, ApiPaths.ADMIN_TENANTS),
                    new Rule(OPERATOR, POST, ApiPaths.ADMIN_TENANTS),
                    new Rule(OPERATOR, PATCH, ApiPaths.ADMIN_TENANTS + "/{name}"),
                    new Rule(OPERATOR, DELETE, ApiPaths.ADMIN_TENANTS + "/{name}"),
                    new Rule(OPERATOR, GET, ApiPaths.ADMIN_SPACES),
                    new Rule(OPERATOR, POST, ApiPaths.ADMIN_SPACES + "/{id}/activate"),
                    new Rule(OPERATOR, DELETE, ApiPaths.ADMIN_SPACES + "/{id}"),
                    new Rule(OPERATOR, GET, ApiPaths.ADMIN_POOLS),
                    new Rule(OPERATOR, GET, ApiPaths.ADMIN_STATUS),
                    new Rule(OPERATOR, GET, ApiPaths.ADMIN_LOCKS))
            // A path's own row goes before one that has a parameter there.
            .sorted(Comparator.comparingInt(Rule::parameters))
            .toList();

    /** Pages, and what tells a machine how the service fares; nothing in them is a tenant's. */
    private static final Pattern OPEN = Pattern.compile("/|/index\\.html|/favicon\\.ico|/q/[A-Za-z0-9/._-]*|/q");

    private static final String METRICS = "/q/metrics";

    private Permissions() {}

    /**
     * One operation and the least role that may do it.
     *
     * @param template the path with its parameters in braces; one stands for a whole segment
     */
    public record Rule(AccessRole role, String method, String template, Pattern path) {
        Rule(AccessRole role, String method, String template) {
            this(role, method, template, Pattern.compile(template.replaceAll("\\{\\w+}", "[^/;%]+")));
        }

        int parameters() {
            return template.split("\\{", -1).length;
        }

        boolean isAbout(String address) {
            return path.matcher(address).matches();
        }
    }

    /** Every row. */
    public static List<Rule> rules() {
        return RULES;
    }

    /** Whether the address needs no key. */
    static boolean isOpen(String path, boolean protectsMetrics) {
        return OPEN.matcher(path).matches() && !(protectsMetrics && path.startsWith(METRICS));
    }

    /** What is asked for; empty when no row says so. HEAD is GET without its body. */
    static Optional<Rule> find(String method, String path) {
        String asked = "HEAD".equals(method) ? GET : method;
        return RULES.stream()
                .filter(rule -> rule.method().equals(asked) && rule.isAbout(path))
                .findFirst();
    }

    /** The verbs that the address takes; none where there is no such address. */
    static Set<String> methods(String path) {
        return RULES.stream()
                .filter(rule -> rule.isAbout(path))
                .map(Rule::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
