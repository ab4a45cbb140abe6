package dev.quarry.postgres.url;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a URL apart. What stands in it twice, in its own place and as a parameter, has to agree. */
final class UrlGrammar {
    private static final Pattern URL = Pattern.compile("(?:jdbc:)?postgres(?:ql)?(?:\\+(?<driver>[a-z0-9_]+))?://"
            + "(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?"
            + "(?<address>[^/?@]*)(?:/(?<database>[^/?@]*))?(?:\\?(?<query>.*))?");

    /** What Supabase's page shows in place of the password. */
    private static final Set<String> PLACEHOLDERS = Set.of("[YOUR-PASSWORD]", "[YOUR_PASSWORD]", "[PASSWORD]");

    private UrlGrammar() {}

    static DatabaseUrl read(String text) {
        Matcher url = URL.matcher(text.strip());
        if (!url.matches()) {
            throw ForeignForm.explain(text.strip()).orElseGet(UrlGrammar::malformed);
        }
        String query = url.group("query");
        try {
            return read(url, UrlParameters.split(query));
        } catch (InvalidUrl error) {
            throw mayHoldPassword(query, error) ? malformed() : error;
        }
    }

    private static DatabaseUrl read(Matcher url, Map<String, String> parameters) {
        String user = either(url, "user", "user", parameters);
        String password = either(url, "password", "password", parameters);
        List<HostAndPort> hosts = HostList.read(url.group("address"), parameters);
        String database = either(url, "database", "dbname", parameters);
        Map<String, String> normalised = UrlParameters.normalise(parameters);
        if (PLACEHOLDERS.contains(String.valueOf(password))) {
            throw InvalidUrl.saying("the database URL still has a placeholder where the password belongs; put the"
                    + " password there, without the brackets");
        }
        if (user == null) {
            throw InvalidUrl.saying("the database URL names no user: postgresql://USER@host/database");
        }
        return new DatabaseUrl(
                url.group("driver"), hosts, database == null ? user : database, user, password, normalised);
    }

    private static @Nullable String either(Matcher url, String part, String parameter, Map<String, String> parameters) {
        String inPlace = nonEmpty(url.group(part) == null ? null : Percent.decode(url.group(part), part));
        String asParameter = nonEmpty(parameters.remove(parameter));
        if (inPlace != null && asParameter != null && !inPlace.equals(asParameter)) {
            throw InvalidUrl.saying("the database URL gives the " + part + " twice, in its own place and as "
                    + parameter + "=, and not the same; keep one of them");
        }
        return inPlace != null ? inPlace : asParameter;
    }

    private static @Nullable String nonEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /**
     * A password that is not percent-encoded goes on behind its ? or &: what was read of it must not be quoted. An @ there
     * says that much is amiss, and any more particular error would lead astray.
     */
    private static boolean mayHoldPassword(@Nullable String query, InvalidUrl error) {
        return query != null && (query.contains("@") || (error.quotes() && query.contains("password")));
    }

    private static InvalidUrl malformed() {
        return InvalidUrl.saying("the database URL is not of the form "
                + "postgresql://user:password@host:port/database?parameter=value"
                + " (postgres://, postgresql+asyncpg:// and jdbc:postgresql:// are taken too, and several hosts:"
                + " host1:port,host2:port; percent-encode @ : / ? & % in a user or password; known parameters are "
                + new TreeSet<>(DatabaseUrl.PARAMETERS) + ")");
    }
}
