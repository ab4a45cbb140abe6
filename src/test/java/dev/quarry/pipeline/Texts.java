package dev.quarry.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents of a few chunks, every one of whose passages differs from every other. */
final class Texts {
    private static final int TOKENS = 64;

    private Texts() {}

    /** @param word stands in every chunk */
    static Map<String, Object> document(int number, String word, int chunks) {
        String content = IntStream.range(0, chunks)
                .mapToObj(page -> paragraph(number, word, page))
                .collect(Collectors.joining("\n\n"));
        Map<String, Object> document = new HashMap<>();
        document.put("title", "Logbook " + number);
        document.put("content", content);
        document.put("language", "en");
        document.put("external_id", "logbook-" + number);
        document.put("chunking", Map.of("size", TOKENS));
        return document;
    }

    static Map<String, Object> document(int number) {
        return document(number, "kept", 3);
    }

    private static String paragraph(int number, String word, int page) {
        return "Page %d of logbook %d, %s. The crew of the %dth watch writes of anchors, reefs and the weather of that day, of"
                        .formatted(page, number, word, 31 * number + page)
                + " what was seen from the mast and what was caught, and of who had the helm.";
    }
}
