package dev.quarry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Settings that stand in files: {@code DATABASE_URL_FILE=/run/secrets/url} is the same as {@code DATABASE_URL} with what the
 * file holds. It works for every variable of Quarry's own, and keeps secrets out of the environment, which crash reports and
 * process lists show.
 */
final class SecretFiles {
    private static final String SUFFIX = "_FILE";
    private static final Pattern OURS =
            Pattern.compile("((DATABASE|SUPABASE|QUARRY)_[A-Z0-9_]+|QUARKUS_OIDC_CREDENTIALS_SECRET)" + SUFFIX);
    private static final int LONGEST = 100_000;

    private SecretFiles() {}

    /**
     * What the files hold that an environment names, by the variables that they stand for.
     *
     * @throws IllegalArgumentException naming the variable whose file cannot be read, or that is set twice
     */
    static Map<String, String> read(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        environment.forEach((variable, file) -> {
            if (OURS.matcher(variable).matches() && !file.isBlank()) {
                values.put(meant(variable, environment), content(variable, file));
            }
        });
        return values;
    }

    /** The environment, with what stands in files. */
    static Map<String, String> addedTo(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(read(environment));
        return all;
    }

    private static String meant(String variable, Map<String, String> environment) {
        String meant = variable.substring(0, variable.length() - SUFFIX.length());
        if (!environment.getOrDefault(meant, "").isBlank()) {
            throw new IllegalArgumentException(meant + " and " + variable + " are both set. Set one of the two.");
        }
        return meant;
    }

    private static String content(String variable, String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > LONGEST) {
                throw new IllegalArgumentException(variable + " is " + file + ", which is too long for a setting");
            }
            String content = Files.readString(path, StandardCharsets.UTF_8).strip();
            if (content.isEmpty()) {
                throw new IllegalArgumentException(variable + " is " + file + ", which is empty");
            }
            return content;
        } catch (IOException unreadable) {
            // The exception's message would be the path again, and may quote what it could not decode.
            throw new IllegalArgumentException(
                    variable + " is " + file + ", a file that cannot be read as text", unreadable);
        }
    }
}
