package dev.quarry.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Judgements by what answers name: the documents' ids. Pure.
 *
 * @param grades by a document's id; a name that means no document stays as it is, relevant and never found
 * @param unknown the names that mean no document, in order
 */
record JudgedDocuments(Map<String, Integer> grades, List<String> unknown) {
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** Those of the names that may be ids. */
    static List<UUID> ids(Set<String> names) {
        return names.stream()
                .filter(name -> ID.matcher(name).matches())
                .map(UUID::fromString)
                .toList();
    }

    /**
     * A document that was judged under both of its names has the better grade.
     *
     * @param documents by id and by external id, those that there are
     */
    static JudgedDocuments of(Map<String, Integer> judgements, Map<String, UUID> documents) {
        Map<String, Integer> grades = new HashMap<>();
        TreeSet<String> unknown = new TreeSet<>();
        judgements.forEach((name, grade) -> {
            UUID document = documents.getOrDefault(canonical(name), documents.get(name));
            if (document == null) {
                unknown.add(name);
            }
            grades.merge(document == null ? name : document.toString(), grade, Math::max);
        });
        return new JudgedDocuments(Map.copyOf(grades), List.copyOf(unknown));
    }

    private static String canonical(String name) {
        return ID.matcher(name).matches() ? name.toLowerCase(Locale.ROOT) : name;
    }
}
