package dev.quarry.postgres.url;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's settings in {@code options}: {@code -c name=value}, {@code -cname=value} and {@code --name=value}, with a
 * backslash before a space that belongs to a value.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS">libpq's options</a>
 */
final class OptionsParameter {
    /** What Quarry sets itself, and what its clients need to understand the server. */
    private static final Set<String> OURS =
            Set.of("search_path", "role", "statement_timeout", "jit", "client_encoding", "datestyle");

    private static final Pattern SETTING =
            Pattern.compile("(?<name>[A-Za-z_][A-Za-z0-9_.$-]*)=(?<value>.*)", Pattern.DOTALL);

    private OptionsParameter() {}

    static void check(String options) {
        for (String name : settings(options).keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (OURS.contains(lower) || lower.startsWith("quarry.")) {
                throw InvalidUrl.quoting(
                        "the database URL's options set " + name + ", which Quarry sets itself; leave it out");
            }
        }
    }

    /** The settings by name; of one that is named twice the last counts, as on the server. */
    static Map<String, String> settings(String options) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> words = words(options);
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            String assignment;
            if (word.equals("-c") && index + 1 < words.size()) {
                index++;
                assignment = words.get(index);
            } else if (word.startsWith("--") || word.startsWith("-c")) {
                assignment = word.substring(2);
            } else {
                throw notTaken(word);
            }
            Matcher setting = SETTING.matcher(assignment);
            if (!setting.matches()) {
                throw notTaken(word.equals(assignment) ? word : word + " " + assignment);
            }
            settings.put(setting.group("name").replace('-', '_'), setting.group("value"));
        }
        return settings;
    }

    private static InvalidUrl notTaken(String word) {
        return InvalidUrl.quoting("the database URL's options have '" + word.strip()
                + "'; allowed are -c name=value and --name=value, separated by spaces");
    }

    private static List<String> words(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean escaped = false;
        for (int index = 0; index < options.length(); index++) {
            char character = options.charAt(index);
            if (!escaped && Character.isWhitespace(character)) {
                add(words, word);
            } else if (!escaped && character == '\\') {
                escaped = true;
            } else {
                word.append(character);
                escaped = false;
            }
        }
        add(words, word);
        return words;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
