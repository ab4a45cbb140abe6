package dev.quarry.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes docs/licences.md from a CycloneDX bill of materials: {@code LicencePage SBOM PAGE}. */
public final class LicencePage {
    private static final String HEAD = """
            # Licences

            Everything that is shipped with Quarry, and under which licence its makers give it, as they state it in Maven's
            repository. Written by `make sbom` from the bill of materials; Quarry itself is under [Apache-2.0](../LICENSE).

            | licence | parts |
            |---|---|
            """;

    private static final String UNSTATED = "not stated";

    private LicencePage() {}

    public static void main(String... args) throws IOException {
        Path page = Path.of(args[1]);
        Files.writeString(
                page, page(new ObjectMapper().readTree(Path.of(args[0]).toFile())));
        System.out.println("wrote " + page);
    }

    /** The page of that bill of materials: a row a licence, its parts in order. */
    static String page(JsonNode bill) {
        TreeMap<String, List<String>> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonNode component : bill.path("components")) {
            parts.computeIfAbsent(licence(component), licence -> new ArrayList<>())
                    .add(component.path("group").asText() + ":"
                            + component.path("name").asText() + " "
                            + component.path("version").asText());
        }
        StringBuilder page = new StringBuilder(HEAD);
        parts.forEach((licence, names) -> page.append("| %s | %s |\n"
                .formatted(licence, String.join(", ", names.stream().sorted().toList()))));
        return page.toString();
    }

    private static String licence(JsonNode component) {
        List<String> names = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            String name = choice.path("expression")
                    .asText(licence.path("id").asText(licence.path("name").asText(UNSTATED)));
            names.add(name.isEmpty() ? UNSTATED : name);
        }
        return names.isEmpty() ? UNSTATED : String.join(" or ", names);
    }
}
