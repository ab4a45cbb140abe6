package dev.quarry.postgres.url;

import java.util.Optional;
import java.util.regex.Pattern;

/** What people put in the place of a database's URL, told by its beginning alone: the rest may hold a password. */
final class ForeignForm {
    private static final String WANTED = "postgresql://user:password@host:port/database";

    private static final Pattern KEY_VALUE = Pattern.compile("(?s)[a-z_]+\\s*=.*");
    private static final Pattern WEB = Pattern.compile("(?s)https?://.*");

    private ForeignForm() {}

    /** What to write instead; empty for a form that is not known. */
    static Optional<InvalidUrl> explain(String text) {
        if (text.startsWith("\"") || text.startsWith("'")) {
            return Optional.of(InvalidUrl.saying(
                    "the database URL stands in quotes, which are taken as part of it; leave them out"));
        }
        if (KEY_VALUE.matcher(text).matches()) {
            return Optional.of(InvalidUrl.saying(
                    "the database is named by a list of key=value, which is not taken; write it as " + WANTED));
        }
        if (WEB.matcher(text).matches()) {
            return Optional.of(InvalidUrl.saying("the database URL is a web address; the database's own begins with"
                    + " postgresql:// (at Supabase it stands under Connect)"));
        }
        return Optional.empty();
    }
}
