package dev.quarry.postgres.url;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What stands behind a URL's question mark: taken apart, checked, and brought to one form. */
final class UrlParameters {
    static final Set<String> KNOWN = Set.of(
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "connect_timeout",
            "application_name",
            "options",
            "target_session_attrs",
            "pgbouncer");

    /** A pool's name is put in front of it, and the server keeps 63 bytes of both. */
    private static final int LONGEST_APPLICATION_NAME = 40;

    private UrlParameters() {}

    static Map<String, String> split(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw InvalidUrl.quoting("a query parameter of the database URL is not of the form name=value");
            }
            String name = pair.substring(0, equals);
            String value = Percent.decode(pair.substring(equals + 1), name);
            String before = parameters.put(name, value);
            if (before != null && !before.equals(value)) {
                throw twice(name, before, value);
            }
        }
        return parameters;
    }

    private static InvalidUrl twice(String name, String before, String value) {
        return "password".equals(name)
                ? InvalidUrl.saying("the database URL has the parameter password twice, and not the same")
                : InvalidUrl.quoting("the database URL has the parameter " + name + " twice, as " + name + "=" + before
                        + " and as " + name + "=" + value + "; keep one of them");
    }

    /** The parameters that mean something here, each value checked. */
    static Map<String, String> normalise(Map<String, String> given) {
        Map<String, String> parameters = new LinkedHashMap<>(given);
        ForeignParameters.removeHarmless(parameters);
        TlsParameters.mergeSsl(parameters);
        ForeignParameters.rejectUnknown(parameters);
        TlsParameters.check(parameters);
        oneOf(parameters, "target_session_attrs", TargetSession.texts());
        oneOf(parameters, "pgbouncer", List.of("true", "false"));
        checkTimeout(parameters.get("connect_timeout"));
        checkApplicationName(parameters.get("application_name"));
        String options = parameters.get("options");
        if (options != null) {
            OptionsParameter.check(options);
        }
        return parameters;
    }

    static void oneOf(Map<String, String> parameters, String name, List<String> allowed) {
        String value = parameters.get(name);
        if (value != null && !allowed.contains(value)) {
            throw InvalidUrl.quoting("the database URL has " + name + "=" + value + "; allowed are " + allowed);
        }
    }

    static String known() {
        return new TreeSet<>(KNOWN).toString();
    }

    private static void checkTimeout(@Nullable String seconds) {
        if (seconds != null && !seconds.matches("[1-9][0-9]{0,3}")) {
            throw InvalidUrl.quoting(
                    "the database URL has connect_timeout=" + seconds + "; allowed are 1 to 9999, in seconds");
        }
    }

    private static void checkApplicationName(@Nullable String name) {
        if (name == null) {
            return;
        }
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST_APPLICATION_NAME) {
            throw InvalidUrl.saying("the database URL has an application_name of " + length
                    + " bytes; allowed are 1 to " + LONGEST_APPLICATION_NAME);
        }
    }
}
